import { landedUpdate, type PreparedUpdate, renewedUpdate } from "../../claims/landing-updates.ts";
import { resumeLease } from "../../claims/resume.ts";
import type { ReturnReason } from "../../core/change.ts";
import type { HeldLease } from "../../core/claim.ts";
import { nextBatch } from "../../landing/batch.ts";
import { buildCandidate } from "../../landing/build-candidate.ts";
import type { Candidate } from "../../landing/candidate.ts";
import { type LandingOutcome, pushCandidate } from "../../landing/push-candidate.ts";
import { recordKind, recordPaths } from "../../records/record-paths.ts";
import type { ChangeRow } from "../../store/rows.ts";
import { recordEdits } from "../facts.ts";
import { acceptanceGate, commonGates, firstFailure, type GateAnswer } from "../gates.ts";
import { landerContext } from "../lander-context.ts";
import { markRecorded } from "../recorded.ts";
import { type RunContext, record } from "../run-context.ts";
import { changeLanded, changeReturned, changeWithdrawn, requeue } from "./change-endings.ts";
import { observeMain, rememberMain } from "./check-main.ts";

/**
 * Lands the next batch of queued changes: look at main, build the private candidate, gate its exact tree, push main and
 * every claim in one atomic push. Whatever is not landed is queued again, returned with evidence, or withdrawn.
 */
export async function land(context: RunContext): Promise<void> {
  const { engine, live } = context;
  await observeMain(context);
  if (live.needsPerson !== null) return;
  const queued = await landable(context);
  const batch = nextBatch(
    queued.map((change) => ({ ...change, barrier: change.kind === "revert" || change.kind === "repair" })),
    live.batchFailures,
    engine.site.config.limits.batch,
  );
  if (batch.length === 0) return;
  for (const change of batch) await beginTesting(context, change);
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
    nowMs: engine.clock.now(),
  });
  for (const { change, path } of built.dropped) {
    // What becomes of record files in the chain is told entry by entry, by whoever merges them.
    const inChain = built.candidate?.links.some((link) => link.change.id === change.id) === true;
    if (inChain && recordKind(engine.site.config.records, path) !== undefined) continue;
    await record(
      context,
      { task: change.task, session: change.session },
      { kind: "edit-dropped", path, reason: "this path is not the task's to change" },
    );
  }
  for (const { change, reason } of built.returned) await changeReturned(context, change.id, reason);
  if (built.candidate === null) return;
  const { candidate } = built;
  const included = batch.filter((change) => candidate.links.some((link) => link.change.id === change.id));
  const failure = await gateCandidate(context, candidate, included);
  if (failure === undefined) await push(context, candidate, included, renderedSeq);
  else await judge(context, included, failure);
}

/** Queued changes in landing order: reverts first, then a repair, then as submitted. On a red main only what may mend it. */
async function landable({ engine, live }: RunContext): Promise<ChangeRow[]> {
  const queued = await engine.store.changes({ states: ["queued"] });
  const allowed = live.main.health === "red" ? queued.filter((change) => change.kind === "repair" || change.kind === "revert") : queued;
  const rank = (change: ChangeRow) => (change.kind === "revert" ? 0 : change.kind === "repair" ? 1 : 2);
  return allowed.sort((a, b) => rank(a) - rank(b));
}

async function beginTesting({ engine }: RunContext, change: ChangeRow): Promise<void> {
  await engine.store.moveChange(change.id, "queued", "testing");
  if (change.session !== null && change.kind !== "part" && change.kind !== "revert")
    await engine.store.moveSession(change.session, "submitted", "gated", "testing the merged tree");
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

/** @returns the first gate or acceptance that does not pass on the candidate's exact tree. */
async function gateCandidate(context: RunContext, candidate: Candidate, included: readonly ChangeRow[]): Promise<GateAnswer | undefined> {
  const ids = included.map((change) => change.id);
  const common = await firstFailure(context, commonGates(context.engine), candidate.tip, ids);
  if (common !== undefined) return common;
  for (const change of included) {
    const task = change.kind === "task" && change.task !== null ? context.tasks.get(change.task) : undefined;
    const gate = task === undefined ? null : await acceptanceGate(context, task);
    const failure = gate === null ? undefined : await firstFailure(context, [gate], candidate.tip, [change.id]);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** A failed batch is split; a change that fails alone is returned; the machine's own trouble is nobody's fault. */
async function judge(context: RunContext, included: readonly ChangeRow[], failure: GateAnswer): Promise<void> {
  const [only] = included;
  if (failure.infrastructure || only === undefined || included.length > 1) {
    if (!failure.infrastructure) context.live.batchFailures.push(included.map((change) => change.id));
    else if (context.live.mode !== "stopping")
      context.live.needsPerson = `gate ${failure.gate} cannot be run here: ${failure.detail.slice(0, 300)}`;
    for (const change of included) await requeue(context, change);
    return;
  }
  context.live.batchFailures.push([only.id]);
  const isAcceptance = failure.gate.startsWith("acceptance:");
  const reason: ReturnReason = {
    code: isAcceptance ? "acceptance-failed" : "gate-failed",
    message: `expected ${failure.gate} to pass on the merged tree, got a failure`,
    evidence: failure.detail,
    files: [...only.files],
  };
  await changeReturned(context, only.id, reason);
}

async function push(context: RunContext, candidate: Candidate, included: readonly ChangeRow[], renderedSeq: number): Promise<void> {
  const { engine } = context;
  const claims = await claimUpdates(context, included);
  if (claims === undefined) return;
  for (const change of included) {
    await engine.store.moveChange(change.id, "testing", "pushing");
    if (change.session !== null && change.kind !== "part" && change.kind !== "revert")
      await engine.store.moveSession(change.session, "gated", "candidate", "the merged tree passed");
  }
  let outcome: LandingOutcome = { kind: "unresolved", detail: "not tried" };
  await context.lander.update(async (held) => {
    const lander = await renewedUpdate(engine.claims, held);
    outcome = await pushCandidate(landerContext(engine), {
      candidate,
      testedTree: candidate.tree,
      leases: [...[...claims.values()].map(({ update }) => update), lander.update],
    });
    return outcome.kind === "landed" ? lander.lease : held;
  });
  await settle(context, candidate, included, claims, outcome);
  if (isLanded(outcome)) await markRecorded(context, renderedSeq);
}

/** The claim of every session in the batch must change in the push; undefined when one was lost and its change withdrawn. */
async function claimUpdates(context: RunContext, included: readonly ChangeRow[]): Promise<ReadonlyMap<string, PreparedUpdate> | undefined> {
  const { engine } = context;
  const updates = new Map<string, PreparedUpdate>();
  let lost = false;
  for (const change of included) {
    const claim = await currentClaim(context, change);
    if (claim === "none") continue;
    if (claim === "lost") {
      lost = true;
      await changeWithdrawn(context, change, "its claim was lost to somebody else");
      continue;
    }
    updates.set(change.id, change.kind === "part" ? await renewedUpdate(engine.claims, claim) : await landedUpdate(engine.claims, claim));
  }
  if (!lost) return updates;
  // The chain was built with the lost change in it: build again without.
  for (const change of included) await requeue(context, change);
  return undefined;
}

async function currentClaim({ engine }: RunContext, change: ChangeRow): Promise<HeldLease | "none" | "lost"> {
  if (change.session === null || change.kind === "revert") return "none";
  const session = await engine.store.session(change.session);
  if (session === undefined || session.claimRef === "") return "none";
  const held = await resumeLease(engine.claims, session.claimRef, session.claimOid);
  return held.ok ? held.value : "lost";
}

async function settle(
  context: RunContext,
  candidate: Candidate,
  included: readonly ChangeRow[],
  claims: ReadonlyMap<string, PreparedUpdate>,
  outcome: LandingOutcome,
): Promise<void> {
  switch (outcome.kind) {
    case "landed": {
      await rememberMain(context, outcome.main);
      // Others may have landed on top; what we pushed passed every gate, what is there now is looked at again.
      context.live.main = {
        commit: outcome.main,
        health: outcome.main === candidate.tip ? "healthy" : "unknown",
        failingGate: null,
        detail: "",
      };
      for (const change of included) {
        const commit = candidate.links.find((link) => link.change.id === change.id)?.commit ?? candidate.tip;
        await changeLanded(context, change, commit, candidate.tree, claims.get(change.id)?.lease.oid ?? null);
      }
      return;
    }
    case "main-moved": {
      const conflict = `push-race-${candidate.tip.slice(0, 12)}`;
      const tasks = included.flatMap((change) => change.task ?? []);
      await record(context, {}, { kind: "conflict-found", conflict, what: "push-race", tasks, files: [] });
      for (const change of included) await requeue(context, change);
      await observeMain(context);
      await record(
        context,
        {},
        { kind: "conflict-resolved", conflict, by: "the foreign push was adopted; the candidate is built and gated again on top of it" },
      );
      return;
    }
    case "lease-lost":
      for (const change of included) {
        if (outcome.refs.includes(claims.get(change.id)?.update.ref ?? ""))
          await changeWithdrawn(context, change, "its claim was lost to somebody else");
        else await requeue(context, change);
      }
      if (outcome.refs.includes(context.lander.current().ref))
        context.live.needsPerson = "another lander took over; this one lands nothing any more";
      return;
    case "refused":
      for (const change of included) await requeue(context, change);
      context.live.needsPerson = `the remote refuses to move main: ${outcome.detail.slice(0, 300)}`;
      return;
    case "unresolved":
      // The attempt stays open in the journal; nothing new is built until a restart or the next look resolves it.
      context.live.needsPerson = `the result of a push is not known and the remote does not answer: ${outcome.detail.slice(0, 300)}`;
      return;
  }
}

/** A function, because TypeScript does not see that the callback above assigns. */
function isLanded(outcome: LandingOutcome): boolean {
  return outcome.kind === "landed";
}
