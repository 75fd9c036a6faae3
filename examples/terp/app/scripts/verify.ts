import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../src/database/open.ts";
import { pathTo, ROUTES } from "../src/routes.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";

/**
 * `npm run verify`: starts the real server on a database of its own, signs in, asks every list, and looks at every page as a
 * visitor would. Pages that are not built answer 503, which is fine here: the gate `pages` builds them. Exit code 0 only
 * when all is well.
 */
const START_MS_MAX = 15_000;
const SEED = { scale: 0.02, months: 1 };
const AREAS = ["clients", "needs", "supply", "matches", "events", "products", "vendors", "orders", "invoices", "inventory", "ledger"];
const LISTS = AREAS.map((name) => `/api/${name}`);

const folder = mkdtempSync(join(tmpdir(), "terp-verify-"));
const file = join(folder, "terp.db");
const failures: string[] = [];
let server: ChildProcessWithoutNullStreams | undefined;
try {
  const database = openDatabase(file);
  await seedDatabase(database, SEED);
  database.close();
  server = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "src/main.ts"], {
    env: { ...process.env, TERP_DATABASE: file, PORT: "0" },
  });
  const origin = await address(server);
  const cookie = await signIn(origin);
  for (const path of ["/api/health", "/api/dashboard", "/api/dashboard/widgets", ...LISTS]) {
    const { status } = await fetch(origin + path, { headers: { cookie } });
    if (status !== 200) failures.push(`${path} answered ${status}`);
  }
  for (const route of Object.values(ROUTES)) {
    const { status } = await fetch(origin + pathTo(route, 1));
    if (status !== 200 && status !== 503) failures.push(`${route} answered ${status}`);
  }
  const nowhere = await fetch(`${origin}/nowhere`);
  if (nowhere.status !== 404 && nowhere.status !== 503) failures.push(`/nowhere answered ${nowhere.status}`);
} catch (error) {
  failures.push(String(error));
} finally {
  server?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}
console.log(failures.length === 0 ? `all ${LISTS.length} lists and ${Object.keys(ROUTES).length} pages answer` : failures.join("\n"));
process.exitCode = failures.length === 0 ? 0 : 1;

async function signIn(origin: string): Promise<string> {
  const response = await fetch(`${origin}/api/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "uma@terp.example", password: "terp-demo" }),
  });
  if (response.status !== 200) throw new Error(`expected to be signed in, got ${response.status}: ${await response.text()}`);
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

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
