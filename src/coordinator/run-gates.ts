import { diffFiles } from "../git/diff.ts";
import { treeOf } from "../git/refs.ts";
import { affectedGates } from "../landing/gates/affected-gates.ts";
import type { Gate, GateVerdict } from "../landing/gates/gate.ts";
import { commandFor, type GateContext, type GateRunOptions, runGate } from "../landing/gates/run-gate.ts";
import { runTree } from "../landing/gates/run-tree.ts";
import { failedTests, judgeSecondRun } from "../landing/gates/second-run.ts";
import { answerOf, recordFlake, recordRun, rememberTests, withDetail } from "./gate-history.ts";
import { type GateAnswer, gateContextOf } from "./gates.ts";
import type { RunContext } from "./run-context.ts";

/** Infrastructure trouble (a lost checkout, a timeout) is tried again; it is never the change's fault. */
const INFRASTRUCTURE_TRIES = 3;

/** How gates are run on one tree. */
export interface GateHow {
  /** Ends them; default: only the run's own end does. */
  readonly signal?: AbortSignal;
  /** True: results that are kept do not count. */
  readonly isFresh?: boolean;
  /** False: one that fails is not run a second time, because that is expected, or the caller asks again itself. */
  readonly again?: boolean;
}

export interface GateRunRequest extends GateHow {
  readonly gate: Gate;
  /** A commit or a tree. */
  readonly commit: string;
  /** The changes it is run for; default none, as for main itself. */
  readonly changes?: readonly string[];
  /** Aborted, the gate is taken back if it still waits for its place. */
  readonly waiting?: AbortSignal;
}

/**
 * Runs one gate on the exact tree of a commit, records the run, and tries again where the machine was at fault. One that
 * fails is run a second time on the same tree, its failed tests alone where it can: what passes then was a flake.
 * @returns undefined when it was taken back while it waited.
 */
export async function runGateOnCommit(context: RunContext, request: GateRunRequest): Promise<GateAnswer | undefined> {
  const { gate, commit, changes = [], isFresh = false, again = true, waiting, signal = context.live.stopNow.signal } = request;
  const tree = await treeOf(context.engine.cache, commit);
  const options = { anew: isFresh, ...(waiting === undefined ? {} : { waiting }) };
  const first = await untilAnswered(context, { gate, tree, changes, signal }, options);
  if (isTakenBack(first, options)) return undefined;
  await rememberTests(context, first);
  const answer = answerOf(first, first.kind === "failed" ? failedTests(first) : []);
  const isAskedAgain = first.kind === "failed" && again && !signal.aborted;
  return isAskedAgain ? runFailedAgain(context, { gate, commit, changes, signal, failure: answer }) : answer;
}

export interface TreeRunRequest extends GateHow {
  readonly gates: readonly Gate[];
  readonly commit: string;
  /** The changes a gate is run for; default none. */
  readonly changesOf?: (gate: Gate) => readonly string[];
  /** A commit that passed all gates: those that look only at paths unchanged since are left out. Default: none is. */
  readonly since?: string;
}

/**
 * Runs the gates of one tree, side by side where none needs the other, up to the first that does not pass.
 * @returns what each said, in the order given; those that had not begun when one failed are not among them.
 */
export async function runGatesOnCommit(context: RunContext, request: TreeRunRequest): Promise<readonly GateAnswer[]> {
  const { gates, commit, changesOf = () => [], since, ...how } = request;
  const changed = since === undefined ? undefined : await diffFiles(context.engine.cache, since, commit);
  const affected =
    changed === undefined
      ? gates
      : affectedGates(
          gates,
          changed.map(({ path }) => path),
        );
  return runTree(affected, (gate, waiting) => runGateOnCommit(context, { ...how, gate, commit, changes: changesOf(gate), waiting }));
}

export interface FailedAgainRequest extends Pick<GateRunRequest, "gate" | "commit" | "changes" | "signal"> {
  /** What the gate said when it failed. */
  readonly failure: GateAnswer;
}

/**
 * Runs once more what failed, its failed tests alone where it can, whatever is known of the tree. On the tree it failed on:
 * what passes there now was a flake. On another one it is the control run: does it fail without the change too?
 */
export async function runFailedAgain(context: RunContext, request: FailedAgainRequest): Promise<GateAnswer> {
  const { gate, commit, failure, changes = [], signal = context.live.stopNow.signal } = request;
  const tree = await treeOf(context.engine.cache, commit);
  const second = await untilAnswered(context, { gate, tree, changes, signal }, { tests: failure.tests, anew: true });
  if (tree !== failure.tree) return controlled(context, failure, second);
  const judged = judgeSecondRun(failure.tests, second, commandFor(gate, failure.tests) !== undefined);
  if (judged.outcome === "passed" && second.kind === "passed") {
    // With the run before, all of it has passed on this tree.
    await keepResult(context, second, true);
    await recordFlake(context, second, changes, judged.flaky);
  }
  if (judged.outcome !== "as-before") return answerOf(second, judged.failed, judged.flaky);
  return withDetail({ ...failure, tests: judged.failed, flaky: judged.flaky, notes: [...failure.notes, ...judged.notes] });
}

/** A test that is not on that tree cannot fail there; that one does fail takes back what was known of the tree. */
async function controlled(context: RunContext, { tests }: GateAnswer, verdict: GateVerdict): Promise<GateAnswer> {
  if (verdict.kind === "infrastructure") return answerOf(verdict, []);
  const asked = new Set(tests.map(({ id }) => id));
  const failed = failedTests(verdict).filter(({ id }) => asked.size === 0 || asked.has(id));
  const passed = verdict.kind === "passed" || (asked.size > 0 && verdict.reported && failed.length === 0);
  if (!passed) await keepResult(context, verdict, false);
  return { ...answerOf(verdict, failed), passed };
}

async function keepResult(
  { engine }: RunContext,
  verdict: Exclude<GateVerdict, { readonly kind: "infrastructure" }>,
  passed: boolean,
): Promise<void> {
  const { tree, gate, environment, ms, detail, outputFile } = verdict;
  await engine.store.saveGateResult({ tree, gate, environment, passed, ms, detail, outputFile });
}

interface OneGate {
  readonly gate: Gate;
  readonly tree: string;
  readonly changes: readonly string[];
  readonly signal: AbortSignal;
}

/** Runs it, and again where it was the machine that failed, and records every run. */
async function untilAnswered(context: RunContext, { gate, tree, changes, signal }: OneGate, options: GateRunOptions): Promise<GateVerdict> {
  const gateContext: GateContext = { ...gateContextOf(context), signal };
  for (let tries = 1; ; tries++) {
    const verdict = await runGate(gateContext, gate, tree, options);
    if (isTakenBack(verdict, options)) return verdict;
    await recordRun(context, verdict, changes);
    if (verdict.kind !== "infrastructure" || tries === INFRASTRUCTURE_TRIES || signal.aborted) return verdict;
  }
}

/** It had not begun when another gate of its tree failed: nothing happened that could be told. */
function isTakenBack(verdict: GateVerdict, { waiting }: GateRunOptions): boolean {
  return verdict.kind === "infrastructure" && verdict.cause === "cancelled" && waiting?.aborted === true;
}
