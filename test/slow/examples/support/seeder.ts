import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { onTestFinished } from "vitest";

const ROOT = join(import.meta.dirname, "../../../..");

/** The example's app with DATA-001's recorded solution laid over it, in a folder of its own until the test ends. */
export interface SeederTree {
  readonly folder: string;
  /** A file in the folder that nobody else uses. */
  file(name: string): string;
  /** Runs `scripts/seed.ts` with these arguments to its end. */
  seed(...args: readonly string[]): Promise<Ended>;
  /** Starts it and kills it with SIGKILL when it has said that a day of `month` (`2024-03`) is finished. */
  seedUntilKilled(month: string, ...args: readonly string[]): Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: string;
}

export async function makeSeederTree(): Promise<SeederTree> {
  const folder = await mkdtemp(join(tmpdir(), "signalbox-seeder-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const tree = join(folder, "tree");
  for (const from of ["app", "agents/DATA-001"]) await cp(join(ROOT, "examples/terp", from), tree, { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(tree, "node_modules"));
  const start = (args: readonly string[]) =>
    spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "scripts/seed.ts", ...args], { cwd: tree });
  return {
    folder,
    file: (name) => join(folder, name),
    seed: (...args) => endOf(start(args), () => false),
    seedUntilKilled: (month, ...args) => endOf(start(args), (line) => line.startsWith(month)),
  };
}

/** What a process says until it ends; killed at the first line for which `enough`. */
async function endOf(child: ChildProcess, enough: (line: string) => boolean): Promise<Ended> {
  if (child.stdout === null || child.stderr === null) throw new Error("expected a process that can be listened to, got none");
  const ended = once(child, "close");
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    said += `${line}\n`;
    if (enough(line)) child.kill("SIGKILL");
  });
  const [code, signal] = await ended;
  return { code, signal, said };
}

/** A digest of every row of every table but those left out. */
export function digestOf(file: string, without: readonly string[] = []): string {
  const database = new DatabaseSync(file, { readOnly: true });
  const hash = createHash("sha256");
  const tables = database.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name").all();
  for (const { name } of tables) {
    if (without.includes(String(name))) continue;
    hash.update(`${name}`);
    for (const row of database.prepare(`select * from "${name}" order by rowid`).iterate()) hash.update(JSON.stringify(row));
  }
  database.close();
  return hash.digest("hex");
}

/** A digest of the file's bytes. */
export async function bytesOf(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
}

/** One value that a statement selects. */
export function askDatabase(file: string, sql: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  const row = database.prepare(sql).get();
  database.close();
  return Object.values(row ?? {})[0];
}
