import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { driverFor } from "../../../src/agents/driver-for.ts";
import { findSandbox } from "../../../src/agents/find-sandbox.ts";
import { findProcessTree } from "../../../src/agents/process-tree.ts";
import type { AgentDriver, AgentRequest, AgentRun } from "../../../src/core/agent.ts";
import { startModelServer } from "../../../src/simulation/model-server/model-server.ts";
import { scriptMark } from "../../../src/simulation/model-server/script.ts";
import type { AgentRecipe, OfflineAgent } from "../../../src/simulation/real-agents/recipes.ts";
import { setEnvironment } from "../../agents/environment.ts";
import { pathWithAgents, presentAgents } from "../../agents/real/programs.ts";
import { type Stage, stage } from "../../agents/request.ts";
import { git } from "../../support/repository.ts";

type Script = Parameters<typeof scriptMark>[0];

/** A real agent program and one way to drive it. */
export interface Worker {
  readonly program: AgentRecipe["program"];
  readonly isAcp: boolean;
  readonly offline: (url: string) => OfflineAgent;
}

/** Every program that is here, by each driver that knows it; `AGENTS=codex,gemini` takes only these. */
export async function workersHere(): Promise<readonly (readonly [title: string, worker: Worker])[]> {
  const wanted = process.env["AGENTS"]?.split(",");
  const present = (await presentAgents()).filter(({ recipe: { program } }) => wanted === undefined || wanted.includes(program));
  return present.flatMap(({ recipe: { program, offline, offlineAcp }, speaksAcp }) => [
    [program, { program, isAcp: false, offline }] as const,
    ...(speaksAcp ? [[`${program} by ACP`, { program, isAcp: true, offline: offlineAcp }] as const] : []),
  ]);
}

/** Where one program works for a test, boxed as this machine can. */
export interface Office {
  /** A session's directories, with a repository that holds one file. */
  desk(): Promise<Desk>;
}

export interface Desk extends Stage {
  /** Starts the program; the prompt is a task with the script in it. */
  start(script: Script, overrides?: Partial<AgentRequest>): Promise<AgentRun>;
  /** The text of a file in the work tree; undefined when it is not there. */
  read(path: string): Promise<string | undefined>;
  /** Process ids of what the session left running. */
  leftRunning(): Promise<readonly number[]>;
}

const LIMITS = { timeoutMs: 300_000, outputBytesMax: 4_000_000, outputBytesEnd: 16_000_000 };

export async function openOffice({ program, offline }: Worker): Promise<Office> {
  const model = await startModelServer();
  onTestFinished(() => model.close());
  const { config, env } = offline(model.url);
  setEnvironment("PATH", pathWithAgents());
  for (const [name, value] of Object.entries(env)) setEnvironment(name, value);
  const driver = driverFor(program, config, "/", { sandbox: await findSandbox("auto") });
  return { desk: () => deskFor(driver) };
}

async function deskFor(driver: AgentDriver): Promise<Desk> {
  const at = await stage();
  const { workspace, session } = at.request();
  await mkdir(join(workspace, "src"));
  await writeFile(join(workspace, "src", "sum.js"), "export const sum = (a, b) => a - b;\n");
  await git(workspace, "add", "--all");
  await git(workspace, "commit", "--quiet", "--message", "Begin");
  return {
    ...at,
    start: (script, overrides = {}) => driver.start(at.request({ prompt: promptWith(script), limits: LIMITS, ...overrides })),
    read: (path) => readFile(join(workspace, path), "utf8").catch(() => undefined),
    leftRunning: async () => (await findProcessTree({ rootPid: () => null, token: session })).map(({ pid }) => pid),
  };
}

/** As a session's prompt looks: a heading, a fence, and the script in it. */
function promptWith(script: Script): string {
  return `# T-1: Mend the sum\n\nYou are at work.\n\n\`\`\`\n${scriptMark(script)}\n\`\`\`\n`;
}
