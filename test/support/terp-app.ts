import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { BrowserContext } from "playwright-core";

const ROOT = join(import.meta.dirname, "../..");
const EXAMPLE = join(ROOT, "examples/terp");

export interface TerpAppOptions {
  /** An empty folder of the caller's; everything lies in here. */
  readonly folder: string;
  /** Tasks whose recorded solutions are laid over the app. */
  readonly solved?: readonly string[];
  /** What `scripts/seed.ts` is asked for. */
  readonly seed?: readonly string[];
}

export interface TerpApp {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Signs a browser in as the administrator. */
  signIn(context: BrowserContext): Promise<void>;
  stop(): Promise<void>;
}

/** The example's app as people would start it: its pages built, its database seeded, its server listening. */
export async function startTerpApp({ folder, solved = [], seed = [] }: TerpAppOptions): Promise<TerpApp> {
  const [tree, database] = [join(folder, "tree"), join(folder, "terp.db")];
  await cp(join(EXAMPLE, "app"), tree, { recursive: true, filter: (path) => !/\/(node_modules|dist)$/.test(path) });
  for (const task of solved) await cp(join(EXAMPLE, "agents", task), tree, { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(tree, "node_modules"));
  // Under a test runner NODE_ENV would have Vite build React's development version.
  const environment = { ...process.env, NODE_ENV: "production", TERP_DATABASE: database, PORT: "0" };
  const start = (...args: readonly string[]) =>
    spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], {
      cwd: tree,
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
  await end(start("node_modules/vite/bin/vite.js", "build", "--configLoader", "native", "--logLevel", "warn"), "the pages to be built");
  await end(start("scripts/seed.ts", "--database", database, ...seed), "the database to be seeded");
  const server = start("src/main.ts");
  const origin = await addressOf(server);
  return {
    origin,
    async signIn(context) {
      const data = { email: "uma@terp.example", password: "terp-demo" };
      const response = await context.request.post(`${origin}/api/sign-in`, { data, headers: { origin } });
      if (!response.ok()) throw new Error(`expected to be signed in, got ${response.status()}: ${await response.text()}`);
    },
    async stop() {
      server.kill("SIGKILL");
      if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
      await rm(tree, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess, expected: string): Promise<void> {
  child.stdout?.resume();
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`expected ${expected}, got exit ${code}; see above`);
}

async function addressOf(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error("expected a server whose output can be read, got none");
  for await (const line of createInterface({ input: server.stdout })) {
    const origin = /listening on (\S+)/.exec(line)?.[1];
    if (origin !== undefined) return origin;
  }
  throw new Error("expected the server to say where it listens, it ended; see above");
}
