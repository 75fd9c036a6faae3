import type { ReturnReason } from "../../core/change.ts";
import type { SessionRow } from "../../store/rows.ts";
import { createWorkspace } from "../../workspaces/create-workspace.ts";
import { keepHome } from "../../workspaces/kept-home.ts";
import { NOTHING_ASKED, park } from "../questions.ts";
import type { RunContext } from "../run-context.ts";
import { doneByOther } from "./done-by.ts";
import { closeWorkspace, endSession, salvageNow } from "./end-session.ts";
import { workspaceRequest } from "./prepare.ts";

/**
 * Hands a returned change back to its session as a new turn, with the evidence, a bounded number of times; then a
 * person is asked. Work that no
 * longer fits main (a conflict, a stale base) starts from main as it is now; the old work is in salvage and the evidence
 * shows both sides. Other work goes on where it was.
 */
export async function takeBack(context: RunContext, session: SessionRow, slot: number): Promise<void> {
  const { engine, live, tasks } = context;
  const { limits } = engine.site.config;
  const change = (await engine.store.changes({ session: session.id, states: ["returned"] })).at(-1);
  const reason = change?.returned;
  if (reason === undefined || reason === null) return endSession(context, session.id, "failed", "its change came back without a reason");
  const task = tasks.get(session.task);
  if (task !== undefined && (await doneByOther(context, task)))
    return endSession(context, session.id, "done-by", "its acceptance passes on main already");
  if (session.returns >= limits.returns) return cameBackTooOften(context, session, reason);
  const onNewBase = reason.code === "conflict" || reason.code === "stale-base";
  const base = onNewBase ? live.main.commit : session.base;
  if (onNewBase) {
    if (session.agentSession !== null) await keepHome(workspaceRequest(context, session));
    await closeWorkspace(context, session.id);
    live.left.delete(session.id);
    await createWorkspace(workspaceRequest(context, { ...session, base }));
  }
  const patch = { returns: session.returns + 1, base, slot, ...NOTHING_ASKED };
  await engine.store.moveSession(session.id, "returned", "working", `try again: ${reason.code}`, patch);
}

/** A red main has nobody to wait for; every other task is a person's to decide on. */
async function cameBackTooOften(context: RunContext, session: SessionRow, reason: ReturnReason): Promise<void> {
  const what = `${reason.code}: ${reason.message}`;
  if (session.task === context.repairTask) return endSession(context, session.id, "failed", what);
  const times = session.returns + 1 === 1 ? "once" : `${session.returns + 1} times`;
  await salvageNow(context, session, "its change came back too often");
  await park(context, session, `Its change came back ${times}, last for ${what}. What shall it do?`);
}
