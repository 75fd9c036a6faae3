import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { commandDriver } from "../../../src/agents/command-driver.ts";
import { DEFAULT_DRIVER_OPTIONS } from "../../../src/agents/driver-options.ts";
import { findProcessTree } from "../../../src/agents/process-tree.ts";
import type { Sandbox } from "../../../src/agents/sandbox.ts";
import type { AgentRequest, AgentRun } from "../../../src/core/agent.ts";
import { type ModelServer, startModelServer } from "../../../src/simulation/model-server/model-server.ts";
import { scriptMark } from "../../../src/simulation/model-server/script.ts";
import type { AgentRecipe } from "../../../src/simulation/real-agents/recipes.ts";
import { setEnvironment } from "../../agents/environment.ts";
import { pathWithAgents } from "../../agents/real/programs.ts";
import { type Stage, stage } from "../../agents/request.ts";
import { git } from "../../support/repository.ts";

export type Script = Parameters<typeof scriptMark>[0];

/** A real agent program, a model server of its own, and a repository with one file in it. */
export interface Workplace extends Stage {
  readonly model: ModelServer;
  /** Starts the program; the prompt is a task with the script in it. */
  start(script: Script, overrides?: Partial<AgentRequest>): Promise<AgentRun>;
  /** The text of a file in the work tree; undefined when it is not there. */
  read(path: string): Promise<string | undefined>;
  git(...args: string[]): Promise<string>;
  /** Process ids of what the session left running. */
  leftRunning(): Promise<readonly number[]>;
}

export async function workplace(recipe: AgentRecipe, sandbox: Sandbox = DEFAULT_DRIVER_OPTIONS.sandbox): Promise<Workplace> {
  const model = await startModelServer();
  onTestFinished(() => model.close());
  const at = await stage();
  const { workspace, session } = at.request();
  await mkdir(join(workspace, "src"));
  await writeFile(join(workspace, "src", "sum.js"), "export const sum = (a, b) => a - b;\n");
  await git(workspace, "add", "--all");
  await git(workspace, "commit", "--quiet", "--message", "Begin");
  const { config, env } = recipe.offline(model.url);
  setEnvironment("PATH", pathWithAgents());
  for (const [name, value] of Object.entries(env)) setEnvironment(name, value);
  const driver = commandDriver(recipe.program, config, { ...DEFAULT_DRIVER_OPTIONS, sandbox });
  return {
    ...at,
    model,
    start: (script, overrides = {}) => driver.start(at.request({ prompt: promptWith(script), ...LIMITS, ...overrides })),
    read: (path) => readFile(join(workspace, path), "utf8").catch(() => undefined),
    git: (...args) => git(workspace, ...args),
    leftRunning: async () => (await findProcessTree({ rootPid: () => null, token: session })).map(({ pid }) => pid),
  };
}

const LIMITS = { limits: { timeoutMs: 300_000, outputBytesMax: 4_000_000, outputBytesEnd: 16_000_000 } };

/** As a session's prompt looks: a heading, a fence, and the script in it. */
export function promptWith(script: Script): string {
  return `# T-1: Mend the sum\n\nYou are at work.\n\n\`\`\`\n${scriptMark(script)}\n\`\`\`\n`;
}
