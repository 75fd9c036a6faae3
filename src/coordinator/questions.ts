import type { Outcome } from "../core/claim.ts";
import type { SessionRow } from "../store/rows.ts";
import type { Store } from "../store/store.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Questions to a person, and answers (`signalbox answer`). A session has at most one open question. It is stored on the
 * session before the agent ends, the answer before it is taken up, so neither is lost by a crash; the answer stays until
 * the turn that begins with it has handed in its work.
 */

/** What a session's row says when nothing is asked and nothing answered. */
export const NOTHING_ASKED = { question: null, answer: null } as const;

/** Begins a line in which an agent without our tools asks a person. */
export const ASK_MARK = "signalbox: ask ";

/** What an agent's text asks, in a line of its own; undefined: nothing. */
export function questionIn(text: string): string | undefined {
  const line = text.split("\n").findLast((one) => one.startsWith(ASK_MARK));
  const question = line?.slice(ASK_MARK.length).trim();
  return question === "" ? undefined : question;
}

/** What `--retry` says in a person's place. */
export const TRY_AGAIN = "Try again.";

/** Longest question that is kept; agents write them. */
const QUESTION_CHARACTERS_MAX = 4_000;

/** Keeps what a session's agent asks, by its own event or by the tool `ask_human`. Its turn ends then; the answer begins the next. */
export async function noteQuestion({ engine }: RunContext, id: string, question: string): Promise<void> {
  await engine.store.patchSession(id, { question: question.slice(0, QUESTION_CHARACTERS_MAX), answer: null });
}

/** Lets a session wait for a person: its question is ours. The workspace, the claim and the lease stay as they are. */
export async function park({ engine }: RunContext, session: SessionRow, question: string): Promise<void> {
  await engine.store.moveSession(session.id, session.state, "waiting-input", question, { question, answer: null, deadlineMs: null });
}

/**
 * Stores a person's answer for the session's next turn.
 * @param wanted a session id, or a task id for its last session.
 */
export async function answerSession(store: Store, wanted: string, answer: string): Promise<Outcome<string>> {
  const session = await askingSession(store, wanted);
  if (session === undefined) return nobodyAsks(wanted, "no session of that name");
  if (await store.answerQuestion(session.id, answer)) return { ok: true, value: session.id };
  return nobodyAsks(session.id, session.answer === null ? `it is ${session.state} and asks nothing` : "it is answered already");
}

/** The session a person means: by its id, or the last one of a task. */
export async function askingSession(store: Store, wanted: string): Promise<SessionRow | undefined> {
  return (await store.session(wanted)) ?? (await store.sessions({ task: wanted })).at(-1);
}

function nobodyAsks(wanted: string, what: string): Outcome<never> {
  const next = `${wanted}: ${what}; signalbox status shows who waits for an answer`;
  return { ok: false, refusal: { code: "not-holder", holder: null, untilMs: null, next } };
}
