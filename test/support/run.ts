import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { ScriptStep } from "../../src/agents/script.ts";
import { main } from "../../src/cli/main.ts";
import type { Command } from "../../src/core/task.ts";
import type { Report } from "../../src/records/report.ts";
import { git, makeRemoteAndClone } from "./repository.ts";

/** A task of a test's repository and what its scripted agent does. */
export interface PlannedTask {
  readonly steps: readonly ScriptStep[];
  /** What its prompt says it writes; default: nothing is said. */
  readonly writes?: readonly string[];
  readonly acceptance?: Command;
  readonly after?: readonly string[];
}

export interface WorkplaceOptions {
  readonly tasks: Readonly<Record<string, PlannedTask>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Laid over the generated `signalbox.yaml`. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A throw-away remote, the owner's clone of it, and a state directory of their own. */
export interface Workplace {
  readonly root: string;
  /** Bare repository whose reflog keeps every place main ever was. */
  readonly remote: string;
  readonly clone: string;
  /** XDG_STATE_HOME. */
  readonly state: string;
  readonly tasks: readonly string[];
}

export const ROADMAP = "docs/roadmaps/MASTER_ROADMAP.md";
export const SESSIONS = "docs/ACTIVE_SESSIONS.md";

/** Nothing under `src` may hold the word BROKEN or a conflict marker. */
const CHECK = `! grep -rnE 'BROKEN|^(<<<<<<<|>>>>>>>)' src`;
const SIGNALBOX = fileURLToPath(new URL("../../bin/signalbox.js", import.meta.url));

/**
 * Makes a repository with one prompt and one roadmap entry per task, one gate (`check`, see CHECK) and scripted agents.
 * Also points this process's XDG_STATE_HOME at the workplace, for commands that run in it.
 */
export async function makeWorkplace({ tasks, files = {}, config = {} }: WorkplaceOptions): Promise<Workplace> {
  const ids = Object.keys(tasks);
  const { root, remote, clone } = await makeRemoteAndClone({
    "check.sh": `${CHECK}\n`,
    "src/start.txt": "start\n",
    [ROADMAP]: `# Master Roadmap\n\n## Now\n\n${ids.map(roadmapEntry).join("\n")}`,
    [SESSIONS]: "# Active Sessions\n",
    ...Object.fromEntries(ids.map((id) => [`docs/prompts/${id}.md`, promptOf(id, tasks[id]?.writes ?? [])])),
    ...files,
  });
  await git(remote, "config", "core.logAllRefUpdates", "always");
  const state = join(root, "state");
  process.env["XDG_STATE_HOME"] = state;
  await mkdir(state);
  const script = await writeScript({ root }, Object.fromEntries(Object.entries(tasks).map(([id, task]) => [id, task.steps])));
  await writeFile(join(clone, "signalbox.yaml"), JSON.stringify({ ...configOf(tasks, script), ...config }, null, 2));
  await pushAll(clone, "Configure Signalbox");
  return { root, remote, clone, state, tasks: ids };
}

/** What the agents play from now on; it lies outside the repository. @returns the script's path. */
export async function writeScript(
  { root }: Pick<Workplace, "root">,
  steps: Readonly<Record<string, readonly ScriptStep[]>>,
): Promise<string> {
  const script = join(root, "script.json");
  await writeFile(script, JSON.stringify({ tasks: Object.fromEntries(Object.entries(steps).map(([id, own]) => [id, { steps: own }])) }));
  return script;
}

/** Commits everything in `clone` and pushes main, as the owner or a colleague would. */
export async function pushAll(clone: string, message: string): Promise<void> {
  await git(clone, "add", "--all");
  await git(clone, "commit", "--quiet", "--message", message);
  await git(clone, "push", "--quiet", "origin", "HEAD:main");
}

function roadmapEntry(id: string): string {
  return `### ${id}: Title of ${id}\n\n**Priority:** P1 | **Status:** Not Started | **Effort:** 1-2h\n`;
}

function promptOf(id: string, writes: readonly string[]): string {
  const owned = writes.length === 0 ? "" : `\n## Files You Own (EXCLUSIVE)\n\n${writes.map((path) => `- \`${path}\``).join("\n")}\n`;
  return `# ${id}: Title of ${id}\n\n**Task ID:** ${id}\n\nDo the work.\n${owned}`;
}

function configOf(tasks: WorkplaceOptions["tasks"], script: string): Readonly<Record<string, unknown>> {
  const pick = <T>(value: (task: PlannedTask) => T | undefined) =>
    Object.fromEntries(Object.entries(tasks).flatMap(([id, task]) => (value(task) === undefined ? [] : [[id, value(task)]])));
  return {
    tasks: { prompts: ["docs/prompts"], roadmap: ROADMAP, sessions: SESSIONS },
    gates: [{ name: "check", run: ["sh", "check.sh"], timeoutSeconds: 60 }],
    acceptance: { tasks: pick((task) => task.acceptance) },
    dependsOn: pick((task) => task.after),
    footprints: pick((task) => task.writes),
    protect: ["signalbox.yaml", "check.sh"],
    agents: { scripted: { driver: "scripted", script } },
  };
}

/** What a command said and how it ended. */
export interface Said {
  readonly exitCode: number;
  readonly printed: string;
  readonly noted: string;
}

/** A command in this process, in the owner's clone. */
export async function signalbox({ clone }: Pick<Workplace, "clone">, ...argv: readonly string[]): Promise<Said> {
  const [printed, noted]: [string[], string[]] = [[], []];
  const exitCode = await main(argv, { cwd: clone, print: (text) => printed.push(text), note: (text) => noted.push(text) });
  return { exitCode, printed: printed.join("\n"), noted: noted.join("\n") };
}

/** `signalbox run --json` in this process. */
export async function runAll(workplace: Workplace, ...argv: readonly string[]): Promise<Said & { readonly report: Report }> {
  const said = await signalbox(workplace, "run", "--json", ...argv);
  const { report } = JSON.parse(said.printed);
  if (report === undefined) throw new Error(`expected a report, got: ${said.printed}`);
  return { ...said, report };
}

export interface Started {
  readonly child: ChildProcess;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Everything it printed so far. */
  output(): string;
}

/** A Node program as a process of its own, in the owner's clone; killed when the test ends. */
export function startProgram(
  { clone, state }: Workplace,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Started {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program, ...args], {
    cwd: clone,
    env: { ...process.env, ...env, XDG_STATE_HOME: state },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString("utf8");
    });
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => child.once("close", (code, signal) => resolve(signal ?? code)));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, ended, output: () => output };
}

/** `signalbox …` as a process of its own. */
export function startSignalbox(workplace: Workplace, ...argv: readonly string[]): Started {
  return startProgram(workplace, SIGNALBOX, argv);
}
