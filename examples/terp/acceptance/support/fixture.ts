import { scryptSync } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { PASSWORD, USERS } from "./session.ts";

const SALT = Buffer.from("terp-demo-terp-d");
const PASSWORD_HASH = `${SALT.toString("hex")}:${scryptSync(PASSWORD, SALT, 32).toString("hex")}`;

const USER_ROWS = `
insert into users (id, name, email, role, password_hash) values
  (1, 'Uma', '${USERS.admin.email}', 'ADMIN', :hash), (2, 'Vic', '${USERS.sales.email}', 'SALES', :hash),
  (3, 'Wes', '${USERS.warehouse.email}', 'WAREHOUSE', :hash), (4, 'Pia', '${USERS.purchasing.email}', 'PURCHASING', :hash)`;

/** One or two of everything that pages show; what has id 1 belongs to the others with id 1. */
const BUSINESS_ROWS = `
insert into clients (id, name, tier, terms, since) values
  (1, 'Harbor', 'WHALE', 'COD', '2024-01-01'), (2, 'Mesa', 'REGULAR', 'NET_30', '2024-02-01');
insert into vendors (id, name, terms) values (1, 'Cedar Hollow', 'COD'), (2, 'Sunny Slope', 'CONSIGNMENT');
insert into strains (id, name, family) values (1, 'Blue Dawn', 'HYBRID');
insert into products (id, strain_id, name, category, grade, price_cents) values
  (1, 1, 'Blue Dawn Indoor', 'FLOWER', 'INDOOR', 180000), (2, 1, 'Blue Dawn Outdoor', 'FLOWER', 'OUTDOOR', 80000);
insert into orders (id, client_id, ordered_on, status, terms, total_cents) values (1, 1, '2025-10-01', 'CONFIRMED', 'COD', 360000);
insert into order_line_items (id, order_id, product_id, quantity, price_cents) values (1, 1, 1, 2, 180000);
insert into calendar_events (id, organizer_id, client_id, title, event_type, starts_at, status) values
  (1, 1, 1, 'Tasting', 'MEETING', '2026-12-03T09:00', 'SCHEDULED'), (2, 2, null, 'Truck', 'DELIVERY', '2026-12-04T10:00', 'SCHEDULED');
`;

/** Fills an empty database with the users and a handful of rows. */
export function insertFixture(database: DatabaseSync): void {
  database.prepare(USER_ROWS).run({ hash: PASSWORD_HASH });
  database.exec(BUSINESS_ROWS);
}
