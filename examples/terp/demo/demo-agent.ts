import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { loadScript } from "../../../src/agents/script.ts";
import type { AgentConfig } from "../../../src/core/config.ts";
import { SignalboxError } from "../../../src/core/errors.ts";
import { startModelServer } from "../../../src/simulation/model-server/model-server.ts";
import type { ModelScript } from "../../../src/simulation/model-server/script.ts";
import { AGENT_PROGRAMS, AGENT_RECIPES } from "../../../src/simulation/real-agents/recipes.ts";
import { findAgent, howToInstall, pathWithAgents } from "../../../test/agents/real/programs.ts";
import { modelScript } from "./model-script.ts";

/** Who works in the demo, and what that needs around it. */
export interface DemoAgent {
  readonly name: string;
  readonly config: AgentConfig;
  /** Beside the environment of the demo itself. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const EXAMPLE = fileURLToPath(new URL("../agents", import.meta.url));
/** What every agent of the demo is told by its environment: where the remote is, and a place outside. */
const PASSED = ["DEMO_REMOTE", "DEMO_OUTSIDE"];

/** Plays `agents/script.yaml` in a process of ours. */
export function scriptedAgent(script: string): DemoAgent {
  return { name: "scripted", config: { driver: "scripted", script, env: PASSED }, env: {}, close: async () => undefined };
}

/**
 * A real agent program, whose model is a server of ours that has the recorded solutions.
 * @throws SignalboxError `bad-input` for a program we cannot start so, `not-found` for one that is not installed.
 */
export async function realAgent(name: string): Promise<DemoAgent> {
  const program = AGENT_PROGRAMS.find((one) => one === name);
  if (program === undefined) {
    throw new SignalboxError("bad-input", `expected one of ${AGENT_PROGRAMS.join(", ")}, got \`${name}\``, {
      hint: "leave --agent out for scripted agents",
    });
  }
  const recipe = AGENT_RECIPES[program];
  if ((await findAgent(program)) === undefined) {
    throw new SignalboxError("not-found", `expected the program ${program}, got none`, { hint: `${howToInstall(recipe)} installs it` });
  }
  const scripts = await recordedScripts();
  const model = await startModelServer({ scriptOf: (prompt) => scriptFor(prompt, scripts) });
  // By the protocol, where the program speaks it, what it does is seen and its edits are asked for.
  const { config, env } = (recipe.offlineAcp ?? recipe.offline)(model.url);
  return {
    name: program,
    config: { ...config, env: [...config.env, ...PASSED] },
    env: { ...env, PATH: pathWithAgents() },
    close: model.close,
  };
}

/** By task and attempt. */
type Scripts = ReadonlyMap<string, readonly [first: ModelScript, afterReturn: ModelScript]>;

async function recordedScripts(): Promise<Scripts> {
  const file = join(EXAMPLE, "script.yaml");
  const tasks = Object.keys(parse(await readFile(file, "utf8")).tasks);
  const plays = await Promise.all(tasks.map((task) => loadScript(file, task)));
  return new Map(tasks.map((task, index) => [task, [modelScript(plays[index] ?? [], 1), modelScript(plays[index] ?? [], 2)]]));
}

/** A session's prompt opens with its task, and tells of a change that came back. */
function scriptFor(prompt: string, scripts: Scripts): ModelScript | null {
  const task = /^# ([\w.-]+): .*\n\nYou are Session-/m.exec(prompt)?.[1];
  const [first, afterReturn] = scripts.get(task ?? "") ?? [null, null];
  return /^## Your last change came back/m.test(prompt) ? afterReturn : first;
}
