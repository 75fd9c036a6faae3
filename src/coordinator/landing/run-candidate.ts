import type { Candidate } from "../../landing/candidate.ts";
import type { Gate } from "../../landing/gates/gate.ts";
import { runTree } from "../../landing/gates/run-tree.ts";
import type { LandingRun, RunVerdict } from "../../landing/queue/queue.ts";
import type { ChangeRow } from "../../store/rows.ts";
import { acceptanceGate, commonGates, failureIn, type GateAnswer, machineTrouble } from "../gates.ts";
import type { RunContext } from "../run-context.ts";
import { type GateHow, runFailedAgain, runGateOnCommit, runGatesOnCommit } from "../run-gates.ts";
import { leadsSession } from "../steps/change-endings.ts";
import { buildChain, changesOf } from "./build-chain.ts";
import { type BuiltChain, noteRunMs, tell } from "./landing-book.ts";
import { learnPairs } from "./learn-pairs.ts";
import { witnessAnswers } from "./witnesses.ts";

/** Builds the tree a run is about, lets the gates judge it, and tells the queue. */
export async function runCandidate(context: RunContext, run: LandingRun): Promise<void> {
  const { landing } = context.live;
  tell(landing, { kind: "run-started", run });
  const cancel = new AbortController();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  landing.cancel.set(run.id, { abort: () => cancel.abort(), ended });
  let verdict: RunVerdict = { kind: "lost" };
  try {
    verdict = await judge(context, run, AbortSignal.any([cancel.signal, context.live.stopNow.signal]));
  } finally {
    landing.cancel.delete(run.id);
    const before = landing.queue;
    tell(landing, { kind: "run-ended", run: run.id, verdict });
    end();
    await learnPairs(context, before, run, verdict);
  }
}

/** Ends a run. Under way until it has ended: the loop would ask for it again at once, for ever, and let nothing else happen. */
export async function cancelCandidate({ live }: RunContext, id: string): Promise<void> {
  const run = live.landing.cancel.get(id);
  run?.abort();
  await run?.ended;
}

async function judge(context: RunContext, run: LandingRun, signal: AbortSignal): Promise<RunVerdict> {
  const { live } = context;
  const main = live.landing.mains.get(run.base);
  const chain = main === undefined ? undefined : await buildChain(context, main, [run.assumes, run.changes]);
  if (chain === undefined) return { kind: "lost" };
  const rows = await changesOf(context, [...run.assumes, ...run.changes]);
  await beginTesting(context, rows);
  const startedMs = context.engine.clock.monotonicMs();
  const answers = await answersOf(context, run, chain, rows, signal);
  if (signal.aborted) return { kind: "lost" };
  const failure = failureIn(answers);
  if (run.tests === null) noteRunMs(live.landing, context.engine.clock.monotonicMs() - startedMs);
  if (failure === undefined) {
    if (run.tests === null) live.landing.passed.add(answers.at(-1)?.tree ?? chain.candidate.tree);
    return { kind: "passed" };
  }
  const trouble = machineTrouble(failure);
  if (trouble !== null) {
    live.needsPerson = trouble;
    return { kind: "lost" };
  }
  const failed = answers.filter(({ passed }) => !passed);
  live.landing.failures.set(run.trouble ?? run.id, failure);
  if (run.trouble === null) live.landing.asked.set(run.id, failed);
  return { kind: "failed", tests: failed.map(({ gate }) => gate), suspects: suspectsOf(failure, rows.slice(run.assumes.length)) };
}

/** Changes that are tested, and the sessions they end, say so. May be done again. */
export async function beginTesting({ engine }: RunContext, rows: readonly ChangeRow[]): Promise<void> {
  for (const change of rows) {
    if (!(await engine.store.moveChange(change.id, "queued", "testing"))) continue;
    if (leadsSession(change)) await engine.store.moveSession(change.session, "submitted", "gated", "testing the merged tree");
  }
}

/**
 * The common gates and the acceptance of every task that ends with this chain, side by side, then that of landed tasks nearby,
 * all on its exact tree; acceptance only where its task's change is in the tree: without it nothing is to be expected. A
 * probe asks again what failed.
 */
async function answersOf(
  context: RunContext,
  run: LandingRun,
  { candidate }: BuiltChain,
  rows: readonly ChangeRow[],
  signal: AbortSignal,
): Promise<readonly GateAnswer[]> {
  // The queue asks again itself what failed.
  const how = { signal, again: false, isFresh: run.tests !== null };
  const answers = await ownAnswers(context, run, candidate, rows, how);
  if (failureIn(answers) !== undefined || signal.aborted) return answers;
  return [...answers, ...(await witnessAnswers(context, { run, rows, base: candidate.base, commit: candidate.tip, how }))];
}

async function ownAnswers(
  context: RunContext,
  run: LandingRun,
  { base, tip }: Candidate,
  rows: readonly ChangeRow[],
  how: GateHow,
): Promise<readonly GateAnswer[]> {
  const { main, landing } = context.live;
  const gates = await gatesOf(context, run.changes, rows);
  const changesOf = (gate: Gate) => gates.get(gate) ?? [];
  if (run.trouble === null) {
    // On a main that passed everything only what a change can affect; on a red one everything.
    const since = main.health === "healthy" ? { since: base } : {};
    return runGatesOnCommit(context, { ...how, ...since, gates: [...gates.keys()], commit: tip, changesOf });
  }
  const asked = new Map(landing.asked.get(run.trouble)?.map((failure) => [failure.gate, failure]));
  const wanted = [...gates.keys()].filter(({ name }) => run.tests === null || run.tests.includes(name));
  return runTree(wanted, (gate, waiting) => {
    const failure = asked.get(gate.name);
    const request = { ...how, gate, commit: tip, changes: changesOf(gate) };
    return failure === undefined ? runGateOnCommit(context, { ...request, waiting }) : runFailedAgain(context, { ...request, failure });
  });
}

/** Gates, each with the changes it is run for. */
async function gatesOf(
  context: RunContext,
  changes: readonly string[],
  rows: readonly ChangeRow[],
): Promise<ReadonlyMap<Gate, readonly string[]>> {
  const gates = new Map<Gate, readonly string[]>(commonGates(context.engine).map((gate) => [gate, changes]));
  for (const change of rows) {
    const task = change.kind === "task" && change.task !== null ? context.tasks.get(change.task) : undefined;
    const gate = task === undefined ? null : await acceptanceGate(context, task);
    if (gate !== null) gates.set(gate, [change.id]);
  }
  return gates;
}

/** Whom a failure points at: the task whose acceptance it is; else whose files are named in what the gate said. */
function suspectsOf({ gate, detail }: GateAnswer, rows: readonly ChangeRow[]): readonly string[] {
  const accused = rows.filter(({ task }) => gate === `acceptance:${task}`);
  const named = rows.filter(({ files }) => files.some((file) => detail.includes(file)));
  return (accused.length > 0 ? accused : named).map(({ id }) => id);
}
