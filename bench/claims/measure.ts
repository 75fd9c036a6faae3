import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Git } from "../../src/git/git.ts";
import type { Contender } from "./contenders.ts";
import { SESSION_TABLE } from "./paper-procedure.ts";
import type { WriterResult } from "./writer.ts";

export interface Setting {
  readonly contender: Contender;
  readonly writers: number;
  /** Claims in one push; more than one only for one host's batched claims. */
  readonly batch: number;
  readonly windowMs: number;
}

export interface Measurement {
  readonly claimsPerSecond: number;
  /** Milliseconds; null when nothing was claimed in the window. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Share of pushes that claimed nothing. */
  readonly wasted: number;
}

/** Runs one setting on a fresh remote: all writers start together and claim until the window ends. */
export async function measure({ contender, writers, batch, windowMs }: Setting): Promise<Measurement> {
  const root = await mkdtemp(join(tmpdir(), "signalbox-bench-claims-"));
  try {
    const remote = await makeRemote(root);
    const names = Array.from({ length: writers }, (_, index) => `w${index + 1}`);
    const started = await Promise.all(names.map((name) => startWriter(root, remote, contender, name, batch)));
    const results = await Promise.all(started.map(({ go }) => go(windowMs)));
    return summarise(results, windowMs);
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function makeRemote(root: string): Promise<string> {
  const remote = join(root, "remote.git");
  const template = join(root, "template");
  await new Git({ cwd: root }).run(["init", "--quiet", "--bare", remote]);
  await new Git({ cwd: root }).run(["clone", "--quiet", remote, template]);
  const git = new Git({ cwd: template });
  await mkdir(join(template, "docs"));
  await writeFile(join(template, SESSION_TABLE), "| Task | State |\n| --- | --- |\n");
  await git.run(["add", "--all"]);
  await git.run(["commit", "--quiet", "--message", "Start"]);
  await git.run(["push", "--quiet", remote, "HEAD:refs/heads/main"]);
  return remote;
}

async function startWriter(root: string, remote: string, contender: Contender, name: string, batch: number) {
  const clone = join(root, name, "clone");
  await cp(join(root, "template"), clone, { recursive: true });
  const argv = [join(import.meta.dirname, "writer.ts"), contender, name, clone, remote, join(root, name), String(batch)];
  const child = spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`expected an answer from ${name}, got exit ${code}`)));
  // It ends after its last answer as well; that is looked at by nobody.
  ended.catch(() => undefined);
  const nextLine = async (): Promise<string> => (await Promise.race([once(lines, "line"), ended]))[0];
  await nextLine();
  return {
    async go(windowMs: number): Promise<WriterResult> {
      child.stdin.write(`${windowMs}\n`);
      return JSON.parse(await nextLine());
    },
  };
}

function summarise(results: readonly WriterResult[], windowMs: number): Measurement {
  const latencies = results.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b);
  const claims = results.reduce((sum, result) => sum + result.claims, 0);
  const refused = results.reduce((sum, result) => sum + result.refused, 0);
  return {
    claimsPerSecond: (claims * 1000) / windowMs,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    wasted: refused === 0 ? 0 : refused / (refused + latencies.length),
  };
}

/** The value below which `share` of the sorted numbers lie. */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
