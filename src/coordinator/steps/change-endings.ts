import { CHANGE_MACHINE, type ReturnReason } from "../../core/change.ts";
import type { EventBody } from "../../core/event.ts";
import { isTerminal } from "../../core/machine.ts";
import type { SessionState } from "../../core/session.ts";
import { recordKind } from "../../records/record-paths.ts";
import type { ChangeRow } from "../../store/rows.ts";
import { withPrompts } from "../conflict-prompts.ts";
import { narrowToRest } from "../live/lease-live.ts";
import { rememberResolutions } from "../remembered-resolutions.ts";
import { recordResolutions } from "../resolutions.ts";
import { type RunContext, record } from "../run-context.ts";
import { endSession } from "./end-session.ts";
import { scoreFootprint } from "./score-footprint.ts";

/** Does the session's own state follow this change? A part does not end its session; a revert ends a landed one. */
export function leadsSession(change: ChangeRow): change is ChangeRow & { readonly session: string } {
  return change.session !== null && (change.kind === "task" || change.kind === "repair");
}

/** Where a change landed: its own commit, the tree that was tested, and its claim's commit in that push, if it has one. */
export interface Landing {
  readonly commit: string;
  readonly tree: string;
  readonly claimOid: string | null;
}

/** The change is on main as `commit`. Each move is skipped when a crash came after it, so this may be done again. */
export async function changeLanded(context: RunContext, change: ChangeRow, { commit, tree, claimOid }: Landing): Promise<void> {
  const { store } = context.engine;
  const config = context.engine.site.config.records;
  const bookkeepingOnly = change.files.length > 0 && change.files.every((path) => recordKind(config, path) !== undefined);
  const body: EventBody = { kind: "change-landed", change: change.id, changeKind: change.kind, commit, tree, bookkeepingOnly };
  await store.moveChange(change.id, "pushing", "landed", body);
  await resolveConflicts(context, change);
  await recordResolutions(context, change, commit, await tasksLandedOn(context, change, change.files));
  await rememberResolutions(context, change, { commit, tree });
  if (leadsSession(change)) {
    await store.moveSession(change.session, "candidate", "landed", `on main as ${commit.slice(0, 12)}`, {
      landedCommit: commit,
      ...(claimOid === null ? {} : { claimOid }),
    });
    await scoreFootprint(context, change.session);
  } else if (change.kind === "part" && change.session !== null) {
    if (claimOid !== null) await store.patchSession(change.session, { claimOid });
    await narrowToRest(context, change.session, change.files);
    answerPart(context, change.id, `landed on main as ${commit}`);
  } else if (change.kind === "revert" && change.session !== null) {
    await rolledBack(context, change, commit);
  }
  context.wake();
}

async function rolledBack(context: RunContext, change: ChangeRow, commit: string): Promise<void> {
  const { store } = context.engine;
  const session = change.session === null ? undefined : await store.session(change.session);
  if (session === undefined || change.task === null || session.state === "rolled-back") return;
  await record(context, { task: change.task, session: session.id }, { kind: "reverted", change: change.id, commit });
  if (session.landedCommit !== null) await store.forgetResolutions({ commit: session.landedCommit });
  await store.setTaskOverride(change.task, { kind: "reopened", reason: change.subject }, { run: context.run, session: session.id });
  // Last: a crash before it does all of this again, and what opens the task counts as older than its session's end.
  await store.moveSession(session.id, session.state, "rolled-back", change.subject);
}

/** The change came back with evidence: its session gets it as a new turn. */
export async function changeReturned(context: RunContext, id: string, why: ReturnReason): Promise<void> {
  const { store } = context.engine;
  const change = await store.change(id);
  // Two candidates that are built side by side may both find that it cannot land.
  if (change === undefined || isTerminal(CHANGE_MACHINE, change.state)) return;
  const what = conflictOf(why);
  const others = await tasksLandedOn(context, change, why.files);
  const reason = what === "textual" ? await withPrompts(context, change.task, others, why) : why;
  // Failing merged is a conflict only if somebody else's work is in it.
  if (what !== undefined && (what !== "semantic" || others.length > 0)) {
    await record(
      context,
      { task: change.task, session: change.session },
      {
        kind: "conflict-found",
        conflict: `${what}-${change.id}`,
        what,
        tasks: [change.task ?? change.id, ...others],
        files: [...reason.files],
      },
    );
  }
  await store.moveChange(id, change.state, "returned", { kind: "change-returned", change: id, reason });
  if (leadsSession(change))
    await moveFrom(context, change.session, ["submitted", "gated", "candidate"], "returned", `${reason.code}: ${reason.message}`);
  if (change.kind === "part") answerPart(context, id, `returned (${reason.code}): ${reason.message}\n${reason.evidence}`);
  if (change.kind === "revert") context.live.needsPerson = `the revert of ${change.task ?? "a change"} does not pass: ${reason.message}`;
  context.wake();
}

/** The change will not land because its claim or session is gone; its work is in salvage. */
export async function changeWithdrawn(context: RunContext, change: ChangeRow, reason: string): Promise<void> {
  const { store } = context.engine;
  const now = await store.change(change.id);
  if (now === undefined) return;
  await store.moveChange(change.id, now.state, "withdrawn", { kind: "change-withdrawn", change: change.id, reason });
  answerPart(context, change.id, `withdrawn: ${reason}`);
  if (change.session !== null) await endSession(context, change.session, "aborted", reason);
}

/** Back to the queue: nothing was learned against the change. */
export async function requeue(context: RunContext, change: ChangeRow): Promise<void> {
  const { store } = context.engine;
  const now = await store.change(change.id);
  if (now === undefined || (now.state !== "testing" && now.state !== "pushing")) return;
  await store.moveChange(change.id, now.state, "queued");
  if (leadsSession(change)) await moveFrom(context, change.session, ["gated", "candidate"], "submitted", "queued again");
}

async function moveFrom(
  { engine }: RunContext,
  session: string,
  from: readonly SessionState[],
  to: SessionState,
  reason: string,
): Promise<void> {
  for (const state of from) if (await engine.store.moveSession(session, state, to, reason)) return;
}

function answerPart({ live }: RunContext, change: string, answer: string): void {
  live.partAnswers.get(change)?.(answer);
  live.partAnswers.delete(change);
}

function conflictOf({ code }: ReturnReason): "textual" | "stale-base" | "semantic" | undefined {
  if (code === "conflict") return "textual";
  if (code === "stale-base") return "stale-base";
  // Passing alone and failing merged is what a semantic conflict looks like; failing for lack of work is none.
  return code === "gate-failed" ? "semantic" : undefined;
}

async function tasksLandedOn({ engine }: RunContext, change: ChangeRow, files: readonly string[]): Promise<readonly string[]> {
  const landed = await engine.store.changes({ states: ["landed"] });
  const others = landed.filter(
    (other) => other.task !== null && other.task !== change.task && other.files.some((file) => files.includes(file)),
  );
  return [...new Set(others.flatMap((other) => other.task ?? []))];
}

/** A session whose earlier change came back over a conflict has landed: that conflict is resolved, and by whom. */
async function resolveConflicts(context: RunContext, change: ChangeRow): Promise<void> {
  if (change.session === null) return;
  const found = await context.engine.store.events({ session: change.session, kinds: ["conflict-found", "conflict-resolved"] });
  const resolved = new Set(found.flatMap(({ body }) => (body.kind === "conflict-resolved" ? [body.conflict] : [])));
  for (const { body } of found) {
    if (body.kind !== "conflict-found" || resolved.has(body.conflict)) continue;
    await record(
      context,
      { task: change.task, session: change.session },
      { kind: "conflict-resolved", conflict: body.conflict, by: `${change.task ?? change.id} reworked by its own agent and landed` },
    );
  }
}
