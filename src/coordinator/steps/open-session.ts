import { acquireLease } from "../../claims/acquire.ts";
import { describeRefusal } from "../../claims/describe-refusal.ts";
import { releaseLease } from "../../claims/renew.ts";
import { sessionId } from "../../core/ids.ts";
import { classOfSlot } from "../agent-classes.ts";
import { type RunContext, record } from "../run-context.ts";
import { sessionPlan } from "../session-plan.ts";
import { startingPoint } from "../starting-point.ts";
import { doneByOther } from "./done-by.ts";

/** A claim that somebody else holds is asked for again after this. */
const AWAY_MS = 30_000;
const SUFFIX_BYTES = 4;

/**
 * Opens a session: unless main already passes the task's acceptance (a twin, or work done before), claims the task on
 * the remote, then admits the session with its path lease. A crash between the two leaves a claim without a session,
 * which `reconcile` gives back.
 */
export async function openSession(context: RunContext, taskId: string, slot: number, paths: readonly string[]): Promise<void> {
  const { engine, live, tasks } = context;
  const task = tasks.get(taskId);
  if (task === undefined) return;
  if (await doneByOther(context, task)) return;
  const id = sessionId(taskId, new Date(engine.clock.now()), engine.random.hex(SUFFIX_BYTES));
  const base = await startingPoint(context, task, paths);
  const agentClass = classOfSlot(context.classes, slot);
  const claim = await acquireLease(engine.claims, {
    kind: "claim",
    name: taskId,
    holder: engine.holder,
    host: engine.hostId,
    session: id,
    base,
    footprint: [...paths],
    ttlMs: engine.site.config.limits.hostSeconds * 1000,
    reopen: true,
  });
  if (!claim.ok) {
    live.away.set(taskId, engine.clock.monotonicMs() + AWAY_MS);
    await record(context, { task: taskId }, { kind: "note", level: "warning", text: `${taskId}: ${describeRefusal(claim.refusal)}` });
    return;
  }
  const opened = await engine.store.openSession({
    id,
    run: context.run,
    task: taskId,
    agent: context.driverOf(taskId, agentClass)?.name ?? "none",
    slot,
    epoch: claim.value.record.epoch,
    claimRef: claim.value.ref,
    claimOid: claim.value.oid,
    base,
    confined: engine.sandbox.confined,
    paths,
    planned: sessionPlan(context, task, agentClass),
  });
  if (!opened.ok) await releaseLease(engine.claims, claim.value);
}
