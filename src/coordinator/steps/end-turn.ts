import type { SessionRow } from "../../store/rows.ts";
import type { Workspace } from "../../workspaces/workspace.ts";
import { park } from "../questions.ts";
import { type RunContext, record } from "../run-context.ts";
import { type Finish, failuresIn, turnEnd } from "../turn-end.ts";
import type { RateLimit } from "../turn-notes.ts";
import { closeWorkspace, failSession } from "./end-session.ts";
import { submitFinal } from "./submit.ts";

/** A turn whose agent is gone. */
export interface EndedTurn {
  readonly workspace: Workspace;
  readonly finish: Finish;
  readonly limit: RateLimit | null;
  readonly stalled: boolean;
  readonly overBudget: string | null;
  /** It told of no work and no conversation. */
  readonly isSilent: boolean;
}

/**
 * Does what follows a turn: `turnEnd` decides, this applies it.
 * @param session as it was when the turn began.
 */
export async function endTurn(context: RunContext, session: SessionRow, { workspace, isSilent, ...turn }: EndedTurn): Promise<void> {
  const { store, site, clock, random } = context.engine;
  const now = await store.session(session.id);
  if (now?.state !== "working") return cameTooLate(context, session);
  const { attempts, retrySeconds } = site.config.limits;
  const end = turnEnd({
    ...{ ...turn, asked: askedIn(session, now), attempts, retrySeconds },
    ...failuresIn(await store.events({ session: session.id, kinds: ["answered", "agent-ended", "session-moved"] })),
    nowMs: clock.now(),
    fraction: random.fraction(),
  });
  switch (end.kind) {
    case "ask":
      return park(context, now, end.question);
    case "next-turn":
      return;
    case "wait":
      await store.moveSession(session.id, "working", end.state, end.reason, {
        deadlineMs: end.untilMs,
        // A program that dies at once where it was to go on has most likely lost that conversation: the next one begins anew.
        ...(end.state === "stalled" && isSilent ? { agentSession: null } : {}),
      });
      return;
    case "submit":
      return submitFinal(context, session, workspace).catch((error: unknown) =>
        failSession(context, session.id, "its work could not be submitted", error),
      );
  }
}

/** The question the agent asked in this turn; the one this turn began with is dealt with. */
function askedIn(began: SessionRow, now: SessionRow): { readonly question: string; readonly answered: boolean } | null {
  if (now.question === null) return null;
  const isTheFirst = began.answer !== null && now.question === began.question && now.answer === began.answer;
  return isTheFirst ? null : { question: now.question, answered: now.answer !== null };
}

/** The session ended while its agent was still at work: that work must not land, and is not lost. */
async function cameTooLate(context: RunContext, session: SessionRow): Promise<void> {
  const text = `its agent ended after the session had (epoch ${session.epoch}); what it left goes to salvage`;
  await record(context, { task: session.task, session: session.id }, { kind: "note", level: "warning", text });
  await closeWorkspace(context, session.id);
}
