import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { migrate, rollback } from "../src/database/migrations.ts";

/** `npm run migrate` applies what is missing; `npm run migrate -- --rollback` takes back the newest migration. */
const { values } = parseArgs({ options: { database: { type: "string" }, rollback: { type: "boolean", default: false } } });
const database = new DatabaseSync(values.database ?? process.env["TERP_DATABASE"] ?? "terp.db");
if (values.rollback) console.log(`rolled back: ${rollback(database) ?? "nothing"}`);
else console.log(`applied: ${migrate(database).join(", ") || "nothing, all there"}`);
database.close();
