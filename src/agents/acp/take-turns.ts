import { type ClientContext, RequestError } from "@agentclientprotocol/sdk";
import type { AgentEvent } from "../../core/agent.ts";
import { messageOf } from "../../core/errors.ts";
import type { ConversationAround, Finish } from "../conversation.ts";
import { shortText } from "../output-parser.ts";
import { rateLimitIn } from "../rate-limits.ts";
import { heldWritesPrompt } from "./held-writes.ts";
import { identified, introduce, openSession } from "./open-session.ts";
import type { Permissions } from "./permissions.ts";
import type { SessionUpdates } from "./session-updates.ts";

export interface AcpToSpeak {
  /** Our own version, told to the agent. */
  readonly version: string;
  /** Ways to sign in that need nobody at a keyboard, best first. */
  readonly authenticate: readonly string[];
  /** How long an agent may take to answer before its first turn. */
  readonly startMs: number;
}

/** Where the conversation is. */
export interface Turn {
  /** Null before it is opened. */
  session: string | null;
  /** It is the session it was to go on with. */
  isResumed: boolean;
  /** False while an opened session plays its past. */
  isListening: boolean;
  /** Aborted when the turn is to end before its time. */
  readonly stopping: AbortController;
  /** Aborted when there is no turn any more. */
  readonly over: AbortController;
}

export interface Speaking extends Pick<ConversationAround, "request" | "clock"> {
  readonly speak: AcpToSpeak;
  readonly agent: ClientContext;
  readonly turn: Turn;
  readonly tell: (events: readonly AgentEvent[]) => void;
  readonly updates: SessionUpdates;
  readonly asked: Permissions;
}

/** How often in a session an agent is told of refused writes and goes on. */
const HELD_TURNS_MAX = 3;

/** Reasons for the end of a turn that are limits of the program for one turn (gemini asks its model a hundred times): the work is not done. */
const LIMITS_OF_A_TURN: ReadonlySet<string> = new Set(["max_turn_requests", "max_tokens"]);
/** How often in a session such an agent is told to go on. */
const CUT_TURNS_MAX = 20;
const GO_ON =
  "Your last turn ended by a limit of your own program, not because the work was done. Go on where you were; end your turn when it is done.";

/** From the first word to the end of the last turn. Never rejects: what goes wrong is an ending. */
export async function takeTurns(speaking: Speaking): Promise<Finish> {
  try {
    await begin(speaking);
  } catch (error) {
    return { reason: "spawn-failed", detail: detailOf(error) };
  }
  try {
    return await work(speaking, speaking.turn.session ?? "");
  } catch (error) {
    const detail = detailOf(error);
    speaking.tell(rateLimitIn(detail, speaking.clock.now()));
    return { reason: "exited-nonzero", detail };
  }
}

async function begin({ request, speak, turn, tell, agent, clock }: Speaking): Promise<void> {
  const introduction = await within(introduce(agent, speak.version), speak.startMs, "initialize", clock);
  tell([identified(introduction)]);
  const opened = await within(openSession(agent, introduction, request, speak.authenticate), speak.startMs, "a new session", clock);
  // Before the first turn: a coordinator killed in it goes on with this session.
  tell([{ kind: "session", agentSession: opened.id }]);
  if (opened.instead !== null) {
    tell([{ kind: "text", text: `A new session, because the earlier one could not be resumed: ${opened.instead}` }]);
  }
  turn.session = opened.id;
  turn.isResumed = request.agentSession !== null && opened.instead === null;
  turn.isListening = true;
}

/** One turn for the prompt, and further ones while writes of the last were refused, or its program cut it short. */
async function work({ request, turn, tell, updates, asked, agent, clock }: Speaking, sessionId: string): Promise<Finish> {
  const { signal } = turn.stopping;
  const left = { heldTurns: HELD_TURNS_MAX, cutTurns: CUT_TURNS_MAX };
  let text = turn.isResumed ? (request.followUp ?? request.prompt) : request.prompt;
  for (;;) {
    const { stopReason, ...answer } = await agent.request("session/prompt", { sessionId, prompt: [{ type: "text", text }] });
    tell([...updates.rest(), ...updates.usage(answer)]);
    const refused = asked.takeRefused();
    if (signal.aborted) return finishOf(stopReason);
    if (refused.length > 0 && left.heldTurns-- > 0) text = await heldWritesPrompt(refused, request, clock, signal);
    else if (LIMITS_OF_A_TURN.has(stopReason) && left.cutTurns-- > 0) text = GO_ON;
    else return finishOf(stopReason);
    if (signal.aborted) return finishOf(stopReason);
    tell([{ kind: "text", text }]);
  }
}

/** A turn that ended by a limit too often or by a refusal is over all the same: gates say what the work is worth. */
function finishOf(stopReason: string): Finish {
  if (stopReason === "cancelled") return { reason: "cancelled", detail: "the agent cancelled its turn" };
  return { reason: "completed", detail: shortText(stopReason, 100) };
}

async function within<T>(promise: Promise<T>, ms: number, what: string, clock: ConversationAround["clock"]): Promise<T> {
  const waiting = new AbortController();
  const late = clock.sleep(ms, waiting.signal).then(() => {
    throw new Error(`expected an answer to ${what} within ${ms} ms, got none`);
  });
  return Promise.race([promise, late]).finally(() => waiting.abort());
}

function detailOf(error: unknown): string {
  const data = error instanceof RequestError && error.data !== undefined ? ` ${JSON.stringify(error.data)}` : "";
  return shortText(`${messageOf(error)}${data}`.replace(/\s+/g, " "), 500);
}
