import { join } from "node:path";
import type { Command, Task } from "../core/task.ts";
import { treeOf } from "../git/refs.ts";
import type { Gate, GateVerdict, InfrastructureCause } from "../landing/gates/gate.ts";
import { gateEnvironment } from "../landing/gates/gate-environment.ts";
import { type GateContext, runGate } from "../landing/gates/run-gate.ts";
import { openCheckout } from "../workspaces/checkout.ts";
import type { Engine } from "./engine.ts";
import { type RunContext, record } from "./run-context.ts";

/** Infrastructure trouble (a lost checkout, a timeout) is tried again; it is never the change's fault. */
const INFRASTRUCTURE_TRIES = 3;
const DETAIL_CHARACTERS = 4_000;

/** What a gate said of one tree: `detail` is the end of its output, for people and for the agent that gets it back. */
export interface GateAnswer {
  readonly gate: string;
  /** The tree it ran on. */
  readonly tree: string;
  readonly passed: boolean;
  /** Nothing was learned of the tree, and why: `timed-out` may be the tree's own doing, the others are the machine's. */
  readonly infrastructure: InfrastructureCause | null;
  readonly detail: string;
}

/** The gates every tree must pass, from `signalbox.yaml`. */
export function commonGates({ site }: Engine): readonly Gate[] {
  return site.config.gates.map((gate) => ({ name: gate.name, run: gate.run, timeoutMs: gate.timeoutSeconds * 1000 }));
}

/** The task's own gate, or null when it has none. */
export async function acceptanceGate(context: RunContext, task: Task): Promise<Gate | null> {
  const run = await context.acceptance(task);
  const timeoutMs = context.engine.site.config.acceptance.timeoutSeconds * 1000;
  return run === null ? null : { name: `acceptance:${task.id}`, run, timeoutMs };
}

/** How gates are run on one tree. */
export interface GateHow {
  /** Ends them; default: only the run's own end does. */
  readonly signal?: AbortSignal;
  /** True: results that are kept do not count. */
  readonly isFresh?: boolean;
}

/** Runs one gate on the exact tree of a commit, records the run, and tries again where the machine was at fault. */
export async function runGateOnCommit(
  context: RunContext,
  gate: Gate,
  commit: string,
  changes: readonly string[],
  { signal = context.live.stopNow.signal, isFresh = false }: GateHow = {},
): Promise<GateAnswer> {
  const tree = await treeOf(context.engine.cache, commit);
  const kept = gateContextOf(context);
  const gateContext = { ...kept, signal, ...(isFresh ? { results: { ...kept.results, find: async () => undefined } } : {}) };
  let verdict = await runGate(gateContext, gate, tree);
  for (let tries = 1; verdict.kind === "infrastructure" && tries < INFRASTRUCTURE_TRIES && !signal.aborted; tries++) {
    await recordVerdict(context, verdict, changes);
    verdict = await runGate(gateContext, gate, tree);
  }
  await recordVerdict(context, verdict, changes);
  return {
    gate: gate.name,
    tree: verdict.tree,
    passed: verdict.kind === "passed",
    infrastructure: verdict.kind === "infrastructure" ? verdict.cause : null,
    detail: verdict.detail.slice(-DETAIL_CHARACTERS),
  };
}

/** Runs gates in order up to the first that does not pass. @returns what each said; the last one may be a failure. */
export async function runGatesOnCommit(
  context: RunContext,
  gates: readonly Gate[],
  commit: string,
  changes: readonly string[],
  how: GateHow = {},
): Promise<readonly GateAnswer[]> {
  const answers: GateAnswer[] = [];
  for (const gate of gates) {
    const answer = await runGateOnCommit(context, gate, commit, changes, how);
    answers.push(answer);
    if (!answer.passed) break;
  }
  return answers;
}

/** The one that did not pass, if any. */
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

/** Where and how gates run here: clean checkouts, kept results, the sandbox, and a way to end them. */
export function gateContextOf({ engine, live }: RunContext): GateContext {
  const { site, cache, store, random, sandbox } = engine;
  return {
    openCheckout: (tree) =>
      openCheckout({ cache, stateDirectory: site.state, commitOrTree: tree, setup: site.config.setup, mainCheckout: site.root }),
    results: { find: (key) => store.gateResult(key), save: (result) => store.saveGateResult(result) },
    random,
    env: gateEnvironment(process.env),
    directory: gatesDirectory(engine),
    sandbox,
    hidden: [site.state.root],
    readable: [...engine.dependencies],
    signal: live.stopNow.signal,
  };
}

async function recordVerdict(context: RunContext, verdict: GateVerdict, changes: readonly string[]): Promise<void> {
  await record(
    context,
    {},
    {
      kind: "gate-run",
      gate: verdict.gate,
      tree: verdict.tree,
      passed: verdict.kind === "passed",
      cached: verdict.kind !== "infrastructure" && verdict.cached,
      ms: Math.round(verdict.ms),
      changes: [...changes],
      infrastructure: verdict.kind === "infrastructure",
      detail:
        verdict.kind === "infrastructure"
          ? `${verdict.cause}: ${verdict.detail}`.slice(-DETAIL_CHARACTERS)
          : verdict.detail.slice(-DETAIL_CHARACTERS),
    },
  );
}
