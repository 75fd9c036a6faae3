import { releaseLease } from "../../claims/renew.ts";
import { resumeLease } from "../../claims/resume.ts";
import { messageOf } from "../../core/errors.ts";
import { mayMove } from "../../core/machine.ts";
import { SESSION_MACHINE, type SessionState } from "../../core/session.ts";
import type { SessionRow } from "../../store/rows.ts";
import { diskFault } from "../../system/disk-fault.ts";
import { dropKeptHome } from "../../workspaces/kept-home.ts";
import { openWorkspace } from "../../workspaces/open-workspace.ts";
import { removeWorkspace } from "../../workspaces/remove-workspace.ts";
import { salvageWorkspace } from "../../workspaces/salvage.ts";
import { NOTHING_ASKED } from "../questions.ts";
import { type RunContext, record } from "../run-context.ts";
import { workspaceRequest } from "./prepare.ts";

/**
 * Ends a session that will not land, or has nothing left to land (`done-by`): its change is withdrawn, its work salvaged,
 * its workspace removed, its claim given back. Every part may be done again after a crash.
 */
export async function endSession(
  context: RunContext,
  id: string,
  to: Extract<SessionState, "failed" | "aborted" | "rejected" | "done-by">,
  reason: string,
): Promise<void> {
  const { store, claims } = context.engine;
  const session = await store.session(id);
  if (session === undefined || !mayMove(SESSION_MACHINE, session.state, to)) return;
  for (const change of await store.changes({ session: id, states: ["queued"] })) {
    await store.moveChange(change.id, change.state, "withdrawn", { kind: "change-withdrawn", change: change.id, reason });
  }
  await closeWorkspace(context, id);
  await dropKeptHome(context.engine.site.state, id);
  await store.moveSession(id, session.state, to, reason, NOTHING_ASKED);
  const held = await resumeLease(claims, session.claimRef, session.claimOid);
  if (held.ok) await releaseLease(claims, held.value);
}

/**
 * Ends a session as failed over `error`, unless the disk is full: that is nobody's work to blame, so the session stays as
 * it is for the next run. @throws SignalboxError `disk-full`, which stops this one.
 */
export async function failSession(context: RunContext, id: string, what: string, error: unknown): Promise<void> {
  const full = await diskFault(context.engine.site.state.root, error);
  if (full !== undefined) throw full;
  await endSession(context, id, "failed", `${what}: ${messageOf(error)}`);
}

/** Saves the work of a session that may never go on, and leaves its workspace as it is. A failure costs nothing yet. */
export async function salvageNow(context: RunContext, session: SessionRow, reason: string): Promise<void> {
  const where = { task: session.task, session: session.id };
  try {
    const workspace = await openWorkspace(workspaceRequest(context, session));
    const salvage = workspace === undefined ? undefined : await salvageWorkspace(workspace, context.engine.cache, reason);
    if (salvage !== undefined) await record(context, where, { kind: "salvaged", ref: salvage.ref, oid: salvage.oid, reason });
  } catch (error) {
    await record(context, where, { kind: "note", level: "warning", text: `its work is not in salvage yet: ${messageOf(error)}` });
  }
}

/**
 * Salvages and removes a session's workspace. When the salvage fails the workspace stays where it is: work is never lost
 * for the sake of tidiness (promise 1).
 */
export async function closeWorkspace(context: RunContext, id: string): Promise<void> {
  const { engine } = context;
  const session = await engine.store.session(id);
  if (session === undefined) return;
  try {
    const workspace = await openWorkspace(workspaceRequest(context, session));
    if (workspace === undefined) return;
    const where = { task: session.task, session: id };
    const removal = await removeWorkspace(workspace, engine.cache, `the session ended as ${session.state}`);
    if (!removal.removed)
      await record(context, where, { kind: "note", level: "warning", text: `workspace of ${id} kept: ${removal.because}` });
    else if (removal.salvage !== undefined) {
      await record(context, where, {
        kind: "salvaged",
        ref: removal.salvage.ref,
        oid: removal.salvage.oid,
        reason: `the session ended as ${session.state}`,
      });
    }
  } catch (error) {
    await record(
      context,
      { task: session.task, session: id },
      { kind: "note", level: "warning", text: `workspace of ${id} kept: ${messageOf(error)}` },
    );
  }
}
