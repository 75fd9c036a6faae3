import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../src/database/open.ts";
import { ROUTES } from "../src/routes.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";

/**
 * `npm run verify`: starts the real server on a database of its own and looks at every page, as a visitor would.
 * Exit code 0 only when all of them answer.
 */
const START_MS_MAX = 15_000;
const SCALE = 0.02;

const folder = mkdtempSync(join(tmpdir(), "terp-verify-"));
const file = join(folder, "terp.db");
const failures: string[] = [];
let server: ChildProcessWithoutNullStreams | undefined;
try {
  const database = openDatabase(file);
  await seedDatabase(database, { scale: SCALE });
  database.close();
  server = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "src/main.ts"], {
    env: { ...process.env, TERP_DATABASE: file, PORT: "0" },
  });
  const origin = await address(server);
  for (const route of Object.values(ROUTES)) {
    const response = await fetch(origin + route);
    await response.text();
    if (response.status !== 200) failures.push(`${route} answered ${response.status}`);
  }
} catch (error) {
  failures.push(String(error));
} finally {
  server?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}
console.log(failures.length === 0 ? `all ${Object.keys(ROUTES).length} pages answer` : failures.join("\n"));
process.exitCode = failures.length === 0 ? 0 : 1;

/** The address the server says it listens on. */
function address(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`expected the server to start within ${START_MS_MAX} ms, got: ${said}`)), START_MS_MAX);
    const listen = (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const url = /listening on (\S+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`expected the server to run, it ended with ${code}: ${said}`));
    });
  });
}
