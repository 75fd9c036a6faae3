import type { Gate } from "../../landing/gates/gate.ts";
import type { LandingRun, RunVerdict } from "../../landing/queue/queue.ts";
import type { ChangeRow } from "../../store/rows.ts";
import { acceptanceGate, commonGates, failureIn, type GateAnswer, machineTrouble, runGatesOnCommit } from "../gates.ts";
import type { RunContext } from "../run-context.ts";
import { leadsSession } from "../steps/change-endings.ts";
import { buildChain, changesOf } from "./build-chain.ts";
import { type BuiltChain, tell } from "./landing-book.ts";
import { witnessAnswers } from "./witnesses.ts";

/** Builds the tree a run is about, lets the gates judge it, and tells the queue. */
export async function runCandidate(context: RunContext, run: LandingRun): Promise<void> {
  const { landing } = context.live;
  tell(landing, { kind: "run-started", run });
  const cancel = new AbortController();
  landing.cancel.set(run.id, cancel);
  let verdict: RunVerdict = { kind: "lost" };
  try {
    verdict = await judge(context, run, AbortSignal.any([cancel.signal, context.live.stopNow.signal]));
  } finally {
    landing.cancel.delete(run.id);
    tell(landing, { kind: "run-ended", run: run.id, verdict });
  }
}

async function judge(context: RunContext, run: LandingRun, signal: AbortSignal): Promise<RunVerdict> {
  const { live } = context;
  const main = live.landing.mains.get(run.base);
  const chain = main === undefined ? undefined : await buildChain(context, main, [run.assumes, run.changes]);
  if (chain === undefined) return { kind: "lost" };
  const rows = await changesOf(context, [...run.assumes, ...run.changes]);
  await beginTesting(context, rows);
  const answers = await answersOf(context, run, chain, rows, signal);
  if (signal.aborted) return { kind: "lost" };
  const failure = failureIn(answers);
  if (failure === undefined) {
    if (run.tests === null) live.landing.passed.add(answers.at(-1)?.tree ?? chain.candidate.tree);
    return { kind: "passed" };
  }
  const trouble = machineTrouble(failure);
  if (trouble !== null) {
    live.needsPerson = trouble;
    return { kind: "lost" };
  }
  live.landing.failures.set(run.trouble ?? run.id, failure);
  const failed = answers.filter(({ passed }) => !passed).map(({ gate }) => gate);
  return { kind: "failed", tests: failed, suspects: suspectsOf(failure, rows.slice(run.assumes.length)) };
}

/** Changes that are tested, and the sessions they end, say so. May be done again. */
export async function beginTesting({ engine }: RunContext, rows: readonly ChangeRow[]): Promise<void> {
  for (const change of rows) {
    if (!(await engine.store.moveChange(change.id, "queued", "testing"))) continue;
    if (leadsSession(change)) await engine.store.moveSession(change.session, "submitted", "gated", "testing the merged tree");
  }
}

/**
 * The common gates, then the acceptance of every task that ends with this chain, then that of landed tasks nearby, all on its
 * exact tree. A probe runs only
 * what failed; acceptance only where its task's change is in the tree: without it nothing is to be expected.
 */
async function answersOf(
  context: RunContext,
  run: LandingRun,
  { candidate }: BuiltChain,
  rows: readonly ChangeRow[],
  signal: AbortSignal,
): Promise<readonly GateAnswer[]> {
  const { tests, changes } = run;
  const isWanted = ({ name }: Gate) => tests === null || tests.includes(name);
  const how = { signal, isFresh: tests !== null };
  const common = commonGates(context.engine).filter(isWanted);
  const answers = [...(await runGatesOnCommit(context, common, candidate.tip, changes, how))];
  for (const change of rows) {
    if (failureIn(answers) !== undefined || signal.aborted) break;
    const task = change.kind === "task" && change.task !== null ? context.tasks.get(change.task) : undefined;
    const gate = task === undefined ? null : await acceptanceGate(context, task);
    if (gate !== null && isWanted(gate)) answers.push(...(await runGatesOnCommit(context, [gate], candidate.tip, [change.id], how)));
  }
  if (failureIn(answers) === undefined && !signal.aborted)
    answers.push(...(await witnessAnswers(context, { run, rows, commit: candidate.tip, how })));
  return answers;
}

/** Whom a failure points at: the task whose acceptance it is; else whose files are named in what the gate said. */
function suspectsOf({ gate, detail }: GateAnswer, rows: readonly ChangeRow[]): readonly string[] {
  const accused = rows.filter(({ task }) => gate === `acceptance:${task}`);
  const named = rows.filter(({ files }) => files.some((file) => detail.includes(file)));
  return (accused.length > 0 ? accused : named).map(({ id }) => id);
}
