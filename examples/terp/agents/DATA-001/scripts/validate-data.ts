import { parseArgs } from "node:util";
import { openForReading, Refusal } from "../src/validate/open-for-reading.ts";
import { reportJson, reportText } from "../src/validate/report.ts";
import { validate } from "../src/validate/validate.ts";

const USAGE = `node scripts/validate-data.ts [--database FILE] [--json]

Holds a seeded database against the rules of the business. Reads only.

  --database FILE  the database; else TERP_DATABASE, else terp.db
  --json           the report for programs

exit: 0 every rule holds, 1 some rule is broken, 2 there is nothing to judge`;

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof Refusal) && !(error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function main(): number {
  const { values } = parseArgs({
    options: {
      database: { type: "string", default: process.env["TERP_DATABASE"] ?? "terp.db" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const database = openForReading(values.database);
  const report = validate(database);
  database.close();
  console.log(values.json ? reportJson(report) : reportText(report));
  return report.ok ? 0 : 1;
}
