import type { ReturnReason } from "../../core/change.ts";
import { nextBatch } from "../../landing/batch.ts";
import { type BuiltCandidate, buildCandidate } from "../../landing/build-candidate.ts";
import type { Candidate } from "../../landing/candidate.ts";
import { failedResolution } from "../../landing/resolve/failed-resolution.ts";
import { recordKind, recordPaths } from "../../records/record-paths.ts";
import type { ChangeRow } from "../../store/rows.ts";
import { recordEdits } from "../facts.ts";
import { acceptanceGate, commonGates, failureIn, type GateAnswer, machineTrouble, runGateOnCommit, runGatesOnCommit } from "../gates.ts";
import { behindHolders } from "../landing-order.ts";
import { behindOf } from "../live/lease-live.ts";
import { barResolutions, ladderOf } from "../resolutions.ts";
import { resolvePushes } from "../resolve-pushes.ts";
import { type RunContext, record } from "../run-context.ts";
import { changeReturned, leadsSession, requeue } from "./change-endings.ts";
import { observeMain } from "./check-main.ts";
import { pushLanding } from "./push-landing.ts";

/**
 * Lands the next batch of queued changes: look at main, build the private candidate, gate its exact tree, push main and
 * every claim in one atomic push. Whatever is not landed is queued again, returned with evidence, or withdrawn.
 */
export async function land(context: RunContext): Promise<void> {
  const { engine, live } = context;
  if (!(await resolvePushes(context))) return;
  await observeMain(context);
  // A foreign push was just seen: main is gated itself before anything is built on it.
  if (live.needsPerson !== null || live.main.health === "unknown") return;
  const queued = await landable(context);
  const chosen = nextBatch(
    queued.map((change) => ({ ...change, barrier: change.kind === "revert" || change.kind === "repair" })),
    live.batchFailures,
    engine.site.config.limits.batch,
  );
  const batch = await beginTesting(context, chosen);
  if (batch.length === 0) return;
  const renderedSeq = live.lastSeq;
  const built = await buildCandidate(engine.cache, {
    main: live.main.commit,
    changes: batch.map((change) => ({ change, ...limitsOf(context, change) })),
    render: (tree, included) =>
      recordEdits(
        context,
        tree,
        batch.filter((change) => included.some((one) => one.id === change.id)),
      ),
    resolve: await ladderOf(context),
    nowMs: engine.clock.now(),
    merge: engine.merger.merge,
  });
  await reportDropped(context, built);
  for (const change of batch) if (built.deferred.some(({ id }) => id === change.id)) await requeue(context, change);
  for (const { change, reason } of built.returned) await changeReturned(context, change.id, reason);
  if (built.candidate === null) return;
  const { candidate } = built;
  const included = batch.filter((change) => candidate.links.some((link) => link.change.id === change.id));
  const answers = await gateCandidate(context, candidate, included);
  const failure = failureIn(answers);
  if (failure !== undefined) return judge(context, candidate, included, failure);
  await pushLanding(context, { candidate, testedTree: answers.at(-1)?.tree ?? candidate.tree, included, renderedSeq });
}

/** Queued changes in landing order: reverts first, then a repair, then as submitted, each behind those that held what it wrote. On a red main only what may mend it. */
async function landable(context: RunContext): Promise<ChangeRow[]> {
  const { engine, live } = context;
  const queued = await engine.store.changes({ states: ["queued"] });
  const allowed = live.main.health === "red" ? queued.filter((change) => change.kind === "repair" || change.kind === "revert") : queued;
  const rank = (change: ChangeRow) => (change.kind === "revert" ? 0 : change.kind === "repair" ? 1 : 2);
  return behindHolders(
    allowed.sort((a, b) => rank(a) - rank(b)),
    await holdersOf(context, allowed),
  );
}

/** By change: the sessions that held what it wrote outside its lease. */
async function holdersOf(context: RunContext, queued: readonly ChangeRow[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const behind = new Map<string, ReadonlySet<string>>();
  for (const { id, session } of queued) {
    const row = session === null ? undefined : await context.engine.store.session(session);
    if (row !== undefined) behind.set(id, await behindOf(context, row));
  }
  return behind;
}

/** @returns those that are still queued: a person may have aborted one since it was chosen. */
async function beginTesting<T extends ChangeRow>({ engine }: RunContext, chosen: readonly T[]): Promise<readonly T[]> {
  const begun: T[] = [];
  for (const change of chosen) {
    if (!(await engine.store.moveChange(change.id, "queued", "testing"))) continue;
    begun.push(change);
    if (leadsSession(change)) await engine.store.moveSession(change.session, "submitted", "gated", "testing the merged tree");
  }
  return begun;
}

/** What becomes of record files in the chain is told entry by entry, by whoever merges them; the rest is told here. */
async function reportDropped(context: RunContext, { candidate, dropped }: BuiltCandidate): Promise<void> {
  for (const { change, path } of dropped) {
    const inChain = candidate?.links.some((link) => link.change.id === change.id) === true;
    if (inChain && recordKind(context.engine.site.config.records, path) !== undefined) continue;
    const reason = "this path is not the task's to change";
    await record(context, { task: change.task, session: change.session }, { kind: "edit-dropped", path, reason });
  }
}

function limitsOf({ engine, tasks }: RunContext, change: ChangeRow) {
  const { config } = engine.site;
  const task = change.task === null ? undefined : tasks.get(change.task);
  // A person's own branch may change what belongs to the owner; an agent's change may not.
  const isAgents = change.kind === "task" || change.kind === "part" || change.kind === "repair";
  return {
    protect: [...recordPaths(config.records), ...(isAgents ? config.protect : [])],
    forbid: isAgents ? (task?.declared.forbid ?? []) : [],
  };
}

/** The common gates, then the acceptance of every task that ends with this landing, all on the candidate's exact tree. */
async function gateCandidate(context: RunContext, candidate: Candidate, included: readonly ChangeRow[]): Promise<readonly GateAnswer[]> {
  const ids = included.map((change) => change.id);
  const answers = [...(await runGatesOnCommit(context, commonGates(context.engine), candidate.tip, ids))];
  for (const change of included) {
    if (failureIn(answers) !== undefined) break;
    const task = change.kind === "task" && change.task !== null ? context.tasks.get(change.task) : undefined;
    const gate = task === undefined ? null : await acceptanceGate(context, task);
    if (gate !== null) answers.push(await runGateOnCommit(context, gate, candidate.tip, [change.id]));
  }
  return answers;
}

/**
 * A failed batch is split; a change that fails alone is returned. The machine's own trouble is nobody's fault and stops
 * the run for a person.
 */
async function judge(context: RunContext, candidate: Candidate, included: readonly ChangeRow[], failure: GateAnswer): Promise<void> {
  const { live } = context;
  const trouble = machineTrouble(failure);
  const [only] = included;
  if (trouble !== null && live.mode !== "stopping") live.needsPerson = trouble;
  if (trouble === null) live.batchFailures.push(included.map((change) => change.id));
  if (trouble !== null || only === undefined || included.length > 1) {
    for (const change of included) await requeue(context, change);
    return;
  }
  const link = candidate.links.find(({ change, resolutions }) => change.id === only.id && resolutions.length > 0);
  if (link !== undefined) {
    await barResolutions(context, link.resolutions);
    return changeReturned(context, only.id, await failedResolution(context.engine.cache, candidate.base, link, failure));
  }
  const isAcceptance = failure.gate.startsWith("acceptance:");
  const reason: ReturnReason = {
    code: isAcceptance ? "acceptance-failed" : "gate-failed",
    message: `expected ${failure.gate} to pass on the merged tree, got ${failure.infrastructure === null ? "a failure" : "no end in time"}`,
    evidence: failure.detail,
    files: [...only.files],
  };
  await changeReturned(context, only.id, reason);
}
