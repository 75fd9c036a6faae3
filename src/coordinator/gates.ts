import { join } from "node:path";
import type { Command, Task } from "../core/task.ts";
import type { TestResult } from "../core/test-result.ts";
import type { Gate, InfrastructureCause } from "../landing/gates/gate.ts";
import { gateEnvironment } from "../landing/gates/gate-environment.ts";
import type { GateContext } from "../landing/gates/run-gate.ts";
import { contentHash } from "../system/content-hash.ts";
import { openCheckout } from "../workspaces/checkout.ts";
import type { Engine } from "./engine.ts";
import type { RunContext } from "./run-context.ts";

/** What a gate said of one tree: `detail` is for people and for the agent that gets it back. */
export interface GateAnswer {
  readonly gate: string;
  /** The tree it ran on. */
  readonly tree: string;
  readonly passed: boolean;
  /** Nothing was learned of the tree, and why: `timed-out` may be the tree's own doing, the others are the machine's. */
  readonly infrastructure: InfrastructureCause | null;
  /** The tests that failed, where its report names them; of a gate that was run again, those that failed again. */
  readonly tests: readonly TestResult[];
  /** Ids of tests that failed and then passed on this tree. */
  readonly flaky: readonly string[];
  /** What does not fit together in what it said. */
  readonly notes: readonly string[];
  readonly detail: string;
  /** The end of its output alone. */
  readonly output: string;
}

/** The gates every tree must pass, from `signalbox.yaml`. */
export function commonGates({ site }: Engine): readonly Gate[] {
  return site.config.gates.map(({ timeoutSeconds, ...gate }) => ({ ...gate, timeoutMs: timeoutSeconds * 1000 }));
}

/** The task's own gate, or null when it has none. */
export async function acceptanceGate(context: RunContext, task: Task): Promise<Gate | null> {
  const run = await context.acceptance(task);
  if (run === null) return null;
  const { timeoutSeconds, outside } = context.engine.site.config.acceptance;
  const gate = { name: `acceptance:${task.id}`, run, timeoutMs: timeoutSeconds * 1000 };
  return outside.length === 0 ? gate : { ...gate, outside: { paths: outside, hash: await contentHash(outside) } };
}

/** The first that did not pass, if any. */
export function failureIn(answers: readonly GateAnswer[]): GateAnswer | undefined {
  return answers.find((answer) => !answer.passed);
}

/**
 * Why a person must see to this machine before the gate can judge any tree; null when the answer is about the tree. Main
 * passed in time, so a gate that finds no end is taken for the tree's own doing.
 */
export function machineTrouble({ gate, infrastructure, detail }: GateAnswer): string | null {
  if (infrastructure === null || infrastructure === "timed-out") return null;
  return `gate ${gate} cannot be run here: ${detail.slice(0, 300)}`;
}

/** A command as people write it. */
export function describeCommand(command: Command): string {
  return typeof command === "string" ? command : command.join(" ");
}

/** Gates' kept output, and their HOME and TMPDIR while they run. */
export function gatesDirectory({ site }: Engine): string {
  return join(site.state.root, "gates");
}

/** Where and how gates run here: clean checkouts, kept results, the sandbox, places for so many at once, and a way to end them. */
export function gateContextOf({ engine, live, gateSlots }: RunContext): GateContext {
  const { site, cache, store, random, sandbox } = engine;
  return {
    openCheckout: (tree) =>
      openCheckout({ cache, stateDirectory: site.state, commitOrTree: tree, setup: site.config.setup, mainCheckout: site.root }),
    results: { find: (key) => store.gateResult(key), save: (result) => store.saveGateResult(result) },
    random,
    env: gateEnvironment(process.env),
    machine: process.env,
    directory: gatesDirectory(engine),
    slots: gateSlots,
    knownTests: (gate) => store.countTests(gate),
    sandbox,
    hidden: [site.state.root],
    readable: [...engine.dependencies],
    signal: live.stopNow.signal,
  };
}
