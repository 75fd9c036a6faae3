import { openDatabase } from "../src/database/open.ts";
import { countRows, tableNames } from "../src/database/tables.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";

/** `npm run seed` fills the database named by `TERP_DATABASE` (an empty one) and says what is in it. */
const database = openDatabase(process.env["TERP_DATABASE"] ?? "terp.db");
await seedDatabase(database);
for (const table of tableNames(database)) console.log(`${String(countRows(database, table)).padStart(6)}  ${table}`);
database.close();
