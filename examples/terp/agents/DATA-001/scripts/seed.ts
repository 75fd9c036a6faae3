import { openDatabase } from "../src/database/open.ts";
import { countRows, tableNames } from "../src/database/tables.ts";
import { brokenRules } from "../src/seed/rules.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";

/**
 * `npm run seed` fills the database named by `TERP_DATABASE` (an empty one) and says what is in it. With `--check` it
 * also verifies the rules of the business, and exits 1 when one is broken.
 */
const database = openDatabase(process.env["TERP_DATABASE"] ?? "terp.db");
await seedDatabase(database);
for (const table of tableNames(database)) console.log(`${String(countRows(database, table)).padStart(6)}  ${table}`);
if (process.argv.includes("--check")) {
  const broken = brokenRules(database);
  console.log(broken.length === 0 ? "every rule holds" : broken.join("\n"));
  process.exitCode = broken.length === 0 ? 0 : 1;
}
database.close();
