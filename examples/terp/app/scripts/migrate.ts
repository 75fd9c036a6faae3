import { DatabaseSync } from "node:sqlite";
import { migrate, rollback } from "../src/database/migrations.ts";

/** `npm run migrate` applies what is missing; `npm run migrate -- --rollback` takes back the newest migration. */
const database = new DatabaseSync(process.env["TERP_DATABASE"] ?? "terp.db");
if (process.argv.includes("--rollback")) console.log(`rolled back: ${rollback(database) ?? "nothing"}`);
else console.log(`applied: ${migrate(database).join(", ") || "nothing, all there"}`);
database.close();
