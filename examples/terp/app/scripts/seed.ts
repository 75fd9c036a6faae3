import { parseArgs } from "node:util";
import { openDatabase } from "../src/database/open.ts";
import { countRows, tableNames } from "../src/database/tables.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";

/** `npm run seed` fills the database named by `--database` or `TERP_DATABASE` (an empty one) and says what is in it. */
const { values } = parseArgs({ options: { database: { type: "string" } } });
const database = openDatabase(values.database ?? process.env["TERP_DATABASE"] ?? "terp.db");
await seedDatabase(database);
for (const table of tableNames(database)) console.log(`${String(countRows(database, table)).padStart(6)}  ${table}`);
database.close();
