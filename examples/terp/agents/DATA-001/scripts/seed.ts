import { parseArgs } from "node:util";
import { SeedRefusal } from "../src/seed/check-run.ts";
import { showProgress } from "../src/seed/progress-bar.ts";
import { DEFAULT_SEED, type SeedOptions } from "../src/seed/seed-database.ts";
import { SeedFailure, seedFile } from "../src/seed/seed-file.ts";

const USAGE = `usage: npm run seed -- [options]
  --database FILE  the file to fill, empty or not there (default: TERP_DATABASE, or terp.db)
  --months N       how many months of business, from 2024-01-01 on (default 22)
  --scale X        how large the business is, 1 is the whole (0.01 to 100, default 1)
  --seed N         equal seeds give equal data (default ${DEFAULT_SEED})
  --resume         go on after the last finished day of a run that was interrupted
  --help`;

/** `npm run seed` fills a database with the invented business. Exit codes: 0 done, 1 broken off, 2 refused with nothing changed. */
async function main(): Promise<void> {
  const values = parse();
  if (values.help) return console.log(USAGE);
  const file = values.database ?? process.env["TERP_DATABASE"] ?? "terp.db";
  const options: SeedOptions = {
    resume: values.resume,
    ...(values.months !== undefined && { months: numberOf("months", values.months) }),
    ...(values.scale !== undefined && { scale: numberOf("scale", values.scale) }),
    ...(values.seed !== undefined && { seed: numberOf("seed", values.seed) }),
    onDay: showProgress(process.stdout.isTTY, (text) => process.stdout.write(text)),
  };
  const startedMs = performance.now();
  const rows = await seedFile(file, options);
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(`${file}: ${rows} rows in ${seconds.toFixed(1)} s`);
}

function parse() {
  try {
    return parseArgs({
      options: {
        database: { type: "string" },
        months: { type: "string" },
        scale: { type: "string" },
        seed: { type: "string" },
        resume: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new SeedRefusal(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) throw new SeedRefusal(`expected a number for --${option}, got \`${text}\`\n${USAGE}`);
  return number;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SeedRefusal || error instanceof SeedFailure)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof SeedRefusal ? 2 : 1;
}
