import type { Rule } from "../rule.ts";
import { MONTHS } from "../span.ts";

/** How many rows the whole business has, and how many there may be. */
interface Volume {
  readonly id: string;
  readonly what: string;
  readonly of: string;
  readonly least: number;
  readonly most: number;
  /** Reference data has the same rows in a business of any size. */
  readonly fixed?: true;
  /** A smaller business buys as often as a whole one, in smaller lots. */
  readonly asOften?: true;
}

const ANY = Number.POSITIVE_INFINITY;

/** Ranges of the whole business: 22 months, scale 1. What happens over time grows with the scale. */
const VOLUMES: readonly Volume[] = [
  { id: "whales", what: "clients that are whales", of: "clients where tier = 'WHALE'", least: 10, most: 10, fixed: true },
  { id: "regulars", what: "regular clients", of: "clients where tier = 'REGULAR'", least: 50, most: 50, fixed: true },
  { id: "vendor-clients", what: "vendors that buy as well", of: "clients where tier = 'VENDOR'", least: 8, most: 8, fixed: true },
  { id: "strains", what: "strains", of: "strains", least: 50, most: 50, fixed: true },
  { id: "products", what: "products", of: "products", least: 500, most: 600, fixed: true },
  { id: "volume-rules", what: "pricing rules by volume", of: "pricing_rules where kind = 'VOLUME'", least: 5, most: 5, fixed: true },
  { id: "product-rules", what: "pricing rules by product", of: "pricing_rules where kind = 'PRODUCT'", least: 8, most: 8, fixed: true },
  { id: "client-rules", what: "pricing rules by client", of: "pricing_rules where kind = 'CLIENT'", least: 7, most: 7, fixed: true },
  { id: "profiles", what: "pricing profiles", of: "pricing_profiles", least: 10, most: 10, fixed: true },
  { id: "orders", what: "orders", of: "orders", least: 4000, most: 4800 },
  { id: "order-lines", what: "order lines", of: "order_line_items", least: 11_000, most: 15_500 },
  { id: "invoices", what: "invoices", of: "invoices", least: 3800, most: 4800 },
  { id: "invoice-lines", what: "invoice lines", of: "invoiceLineItems", least: 4400, most: ANY },
  { id: "payments", what: "payments", of: "payments", least: 3000, most: 4800 },
  { id: "ledger", what: "ledger entries", of: "ledgerEntries", least: 8000, most: ANY },
  { id: "bank", what: "bank transactions", of: "bankTransactions", least: 3000, most: ANY },
  { id: "purchase-orders", what: "purchase orders", of: "purchaseOrders", least: 140, most: 190, asOften: true },
  { id: "lots", what: "lots", of: "lots", least: 140, most: 190, asOften: true },
  { id: "batches", what: "batches", of: "batches", least: 140, most: 400, asOften: true },
  { id: "batch-history", what: "steps of batches", of: "batch_status_history", least: 474, most: ANY },
  { id: "batch-locations", what: "places of batches", of: "batchLocations", least: 158, most: ANY },
  { id: "cost-history", what: "costs of batches", of: "cogsHistory", least: 158, most: ANY },
  { id: "returns", what: "returns", of: "returns", least: 11, most: 44 },
  { id: "refunds", what: "refunds", of: "credits where reason = 'REFUND'", least: 150, most: 290 },
  { id: "activity", what: "client activities", of: "client_activity", least: 500, most: ANY },
  { id: "communications", what: "communications with clients", of: "client_communications", least: 300, most: ANY },
  { id: "notes", what: "notes on clients", of: "client_notes", least: 200, most: ANY },
  { id: "events", what: "events in the calendar", of: "calendar_events", least: 200, most: 350 },
  { id: "meetings", what: "meetings in the calendar", of: "calendar_events where event_type = 'MEETING'", least: 50, most: 150 },
  { id: "deliveries", what: "deliveries in the calendar", of: "calendar_events where event_type = 'DELIVERY'", least: 40, most: 120 },
  {
    id: "vendor-visits",
    what: "visits to vendors in the calendar",
    of: "calendar_events where event_type = 'VENDOR_VISIT'",
    least: 30,
    most: 50,
  },
  {
    id: "internal-events",
    what: "internal events in the calendar",
    of: "calendar_events where event_type = 'INTERNAL'",
    least: 45,
    most: 75,
  },
  { id: "order-comments", what: "comments on orders", of: "comments where order_id is not null", least: 225, most: 450 },
  { id: "event-comments", what: "comments on events", of: "comments where event_id is not null", least: 110, most: 225 },
  { id: "client-comments", what: "comments on clients", of: "comments where client_id is not null", least: 75, most: 150 },
  { id: "batch-comments", what: "comments on batches", of: "comments where batch_id is not null", least: 75, most: 150 },
  { id: "answers", what: "comments that answer another", of: "comments where parent_comment_id is not null", least: 50, most: ANY },
  { id: "mentions", what: "mentions in comments", of: "comment_mentions", least: 50, most: ANY },
  { id: "lists", what: "lists of tasks", of: "todo_lists", least: 50, most: 100 },
  { id: "tasks", what: "tasks in lists", of: "todo_tasks", least: 200, most: 500 },
];

/** The range in a business of the span's size: in a smaller one chance makes some more or some less. */
function range({ least, most, fixed, asOften }: Volume): { readonly least: string; readonly most: string } {
  if (fixed) return { least: `${least}`, most: `${most}` };
  const size = `(${asOften ? "max(scale, 1)" : "scale"} * months / ${MONTHS})`;
  const slack = (rows: number) => `iif(${size} < 1, 1 + 2 * sqrt(${rows} * ${size}), 0)`;
  return {
    least: `cast(floor(${least} * ${size} - ${slack(least)}) as integer)`,
    most: most === ANY ? "null" : `cast(ceil(${most} * ${size} + ${slack(most)}) as integer)`,
  };
}

export const VOLUME_RULES: readonly Rule[] = VOLUMES.map((volume) => {
  const { least, most } = range(volume);
  const words =
    volume.most === ANY
      ? `${volume.least} or more`
      : volume.least === volume.most
        ? `${volume.least}`
        : `${volume.least} to ${volume.most}`;
  return {
    id: `volume-${volume.id}`,
    kind: "coverage",
    says: `There are ${words} ${volume.what}${volume.fixed ? "" : " in 22 months at scale 1"}.`,
    counts: volume.of,
    sql: `select '${volume.what}' as key, rows || ', expected ' || least || coalesce(' to ' || most, ' or more') as found
          from (select (select count(*) from ${volume.of}) as rows, ${least} as least, ${most} as most from span)
          where rows < least or rows > most`,
    mayBeEmpty: "in a short or small run there may be none yet",
    ...(!volume.fixed && { monthsMin: MONTHS }),
  };
});
