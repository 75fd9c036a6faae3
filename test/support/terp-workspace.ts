import { type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cp, mkdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { parse } from "yaml";
import { acceptanceConfig, type Judge } from "../../examples/terp/demo/acceptance.ts";
import { loadScript, type PlayStep } from "../../src/agents/script.ts";
import { type Config, parseConfig } from "../../src/core/config.ts";
import type { Command } from "../../src/core/task.ts";
import { git, temporaryDirectory } from "./repository.ts";

const ROOT = join(import.meta.dirname, "../..");
const APP = join(ROOT, "examples/terp/app");
const PLAYER = join(ROOT, "src/agents/player.ts");
export const SCRIPT = join(ROOT, "examples/terp/agents/script.yaml");
export const TASKS = ["DATA-001", "QA-028", "QA-033", "QA-034", "QA-044", "QA-015", "QA-016", "INFRA-001", "INFRA-002"] as const;

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** A repository made from the example's app, in which scripts are played and gates are run. */
export interface TerpWorkspace {
  /** Everything lies in here; the work tree is three folders further down. */
  readonly root: string;
  readonly tree: string;
  readonly config: Config;
  /** Plays a task's script without its thinking. `onPart` runs at each part before the player hears that it landed. */
  play(task: string, options?: { attempt?: number; onPart?: (subject: string) => Promise<void> }): Promise<Ran>;
  /** Plays a task to its end, a second time when the first died or changed nothing, and commits what came out. */
  solve(task: string): Promise<void>;
  /** Plays a task's second attempt as after a conflict: on what is here now, in a new home, from the beginning; commits it. */
  solveAgain(task: string): Promise<void>;
  run(command: Command): Promise<Ran>;
  /** The first gate that fails, with what it said; undefined when all pass. */
  failingGate(): Promise<string | undefined>;
  /** @param judge who looks at the pages; nobody but a document without a browser when left out. */
  acceptance(task: string, judge?: Judge): Promise<Ran>;
  git(...args: string[]): Promise<string>;
  commit(message: string): Promise<void>;
}

/** A fresh workspace; with `repaired`, main has been repaired already. */
export async function makeTerp({ repaired }: { repaired: boolean }): Promise<TerpWorkspace> {
  const root = await temporaryDirectory("signalbox-terp-");
  const tree = join(root, "workspaces/session/tree");
  await mkdir(dirname(tree), { recursive: true });
  await cp(APP, tree, { recursive: true, filter: (path) => !path.endsWith("node_modules") });
  await symlink(join(ROOT, "node_modules"), join(tree, "node_modules"));
  await git(tree, "init", "--quiet");
  const config = parseConfig({ ...parse(await readFile(join(tree, "signalbox.yaml"), "utf8")), acceptance: acceptanceConfig("none") });
  const environment = environmentOf(root);
  const run = (command: Command) => runCommand(command, tree, environment);
  const terp: TerpWorkspace = {
    root,
    tree,
    config,
    run,
    play: (task, options = {}) => play(task, tree, environment, options),
    async solve(task) {
      const first = await terp.play(task);
      const isUnchanged = (await git(tree, "status", "--porcelain")) === "";
      const last = first.code !== 0 || isUnchanged ? await terp.play(task, { attempt: 2 }) : first;
      if (last.code !== 0) throw new Error(`expected the script of ${task} to play to its end, got exit ${last.code}: ${last.output}`);
      await terp.commit(task);
    },
    async solveAgain(task) {
      await rm(homeOf(root, task), { recursive: true, force: true });
      const { code, output } = await terp.play(task, { attempt: 2 });
      if (code !== 0) throw new Error(`expected the second attempt of ${task} to play to its end, got exit ${code}: ${output}`);
      await terp.commit(task);
    },
    async failingGate() {
      for (const gate of config.gates) {
        const { code, output } = await run(gate.run);
        if (code !== 0) return `${gate.name}: ${output}`;
      }
      return undefined;
    },
    acceptance: (task, judge = "none") => run(acceptanceConfig(judge).tasks[task] ?? ["false"]),
    git: (...args) => git(tree, ...args),
    async commit(message) {
      await git(tree, "add", "--all");
      await git(tree, "commit", "--quiet", "--allow-empty", "--message", message);
    },
  };
  await terp.commit("Start");
  if (!repaired) return terp;
  await terp.play("REPAIR");
  await terp.commit("REPAIR");
  return terp;
}

let kept: string | undefined;

/** Pages that were built once are judged many times in one test file. */
function builds(): string {
  if (kept !== undefined) return kept;
  const folder = mkdtempSync(join(tmpdir(), "signalbox-terp-builds-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  kept = folder;
  return folder;
}

function environmentOf(root: string): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
    HOME: root,
    TMPDIR: root,
    DEMO_OUTSIDE: root,
    TERP_BUILDS: builds(),
    GIT_AUTHOR_NAME: "Agent",
    GIT_AUTHOR_EMAIL: "agent@example.test",
    GIT_COMMITTER_NAME: "Agent",
    GIT_COMMITTER_EMAIL: "agent@example.test",
  };
}

const homeOf = (root: string, task: string) => join(root, "homes", task);

function runCommand(command: Command, cwd: string, env: Record<string, string>): Promise<Ran> {
  const [program = "", ...args] = typeof command === "string" ? ["sh", "-c", command] : command;
  return new Promise((resolve) => {
    const child = execFile(program, args, { cwd, env, maxBuffer: 16 * 1024 * 1024 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, output: stdout + stderr }),
    );
  });
}

/** The real player, told to skip what only takes time. A skipped step keeps its place, so that progress stays comparable. */
async function play(
  task: string,
  cwd: string,
  env: Record<string, string>,
  { attempt = 1, onPart }: { attempt?: number; onPart?: (subject: string) => Promise<void> },
): Promise<Ran> {
  const steps = (await loadScript(SCRIPT, task)).map((step) => ("think" in step || "daemon" in step ? quick(step) : step));
  const home = homeOf(env["HOME"] ?? "", task);
  await mkdir(home, { recursive: true });
  const player = spawn(process.execPath, [PLAYER], { cwd, env: { ...env, HOME: home } });
  const finished = new Promise<number | null>((resolve) => player.once("close", resolve));
  player.stdin.write(`${JSON.stringify({ attempt, steps })}\n`);
  const output = await listen(player, onPart);
  return { code: await finished, output };
}

function quick(step: PlayStep): PlayStep {
  return { think: 0, ...(step.attempts && { attempts: step.attempts }) };
}

async function listen(player: ChildProcessWithoutNullStreams, onPart: ((subject: string) => Promise<void>) | undefined): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: player.stdout })) {
    lines.push(line);
    const event: { kind: string; subject?: string } = JSON.parse(line);
    if (event.kind !== "part-ready") continue;
    await onPart?.(event.subject ?? "");
    player.stdin.write("landed\n");
  }
  return lines.join("\n");
}
