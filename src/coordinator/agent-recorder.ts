import { isAbsolute, relative, resolve } from "node:path";
import type { AgentEvent } from "../core/agent.ts";
import { type Price, priced } from "../core/usage.ts";
import type { SessionRow } from "../store/rows.ts";
import { noteQuestion, questionIn } from "./questions.ts";
import { type RunContext, record } from "./run-context.ts";

/** Events kept in the store per turn; the transcript file has them all, within its own limit. */
const EVENTS_MAX = 2_000;
const TEXT_CHARACTERS_MAX = 400;

/** Something that leads out of a workspace, and whether it is known to have been refused. */
export interface Outward {
  readonly what: string;
  /** The absolute path it names, where it is one of a file. */
  readonly path?: string;
  readonly isRefused: boolean;
}

export interface AgentRecorder {
  readonly onEvent: (event: AgentEvent) => void;
  /** What the agent said it did that leads out of its workspace: pushes, and edits of paths elsewhere. */
  readonly outward: () => readonly Outward[];
}

/** Takes an agent's events into the history: short, bounded, in order. @param workspace absolute path of its tree. */
export function agentRecorder(context: RunContext, session: SessionRow, workspace: string): AgentRecorder {
  const outward = new Map<string, Outward>();
  let kept = 0;
  const onEvent = (event: AgentEvent) => {
    const leading = leadsOutward(event, workspace);
    if (leading !== undefined) outward.set(leading.what, { ...leading, isRefused: event.kind === "refused" });
    if (event.kind === "session") {
      void context.engine.store.patchSession(session.id, { agentSession: event.agentSession }).catch(() => undefined);
    }
    const question = event.kind === "waiting-input" ? event.question : event.kind === "text" ? questionIn(event.text) : undefined;
    if (question !== undefined) void noteQuestion(context, session.id, question).catch(() => undefined);
    kept += 1;
    if (kept > EVENTS_MAX && event.kind !== "finished" && event.kind !== "usage" && event.kind !== "waiting-input") return;
    const short = shortened(event, context.engine.site.config.prices, session.agent);
    // The store writes in order; a failing disk shows at the session's next journalled step.
    void record(context, { task: session.task, session: session.id }, { kind: "agent", event: short }).catch(() => undefined);
  };
  return { onEvent, outward: () => [...outward.values()] };
}

/** As it is kept: text cut, usage with the cost that the owner's prices make of it. */
function shortened(event: AgentEvent, prices: Readonly<Record<string, Price>>, agent: string): AgentEvent {
  if (event.kind === "usage") return priced(event, prices, agent);
  return event.kind === "text" ? { ...event, text: event.text.slice(0, TEXT_CHARACTERS_MAX) } : event;
}

/** Agents announce what they do; this only reads it. What they do unannounced is for the box and the checks afterwards. */
function leadsOutward(event: AgentEvent, workspace: string): Omit<Outward, "isRefused"> | undefined {
  if (event.kind === "refused") return { what: event.what };
  if (event.kind !== "tool") return undefined;
  if (event.tool === "execute") return /\bgit\b[^|;&]*\bpush\b/.test(event.title) ? { what: event.title } : undefined;
  if (event.tool === "read" || event.tool === "search") return undefined;
  const elsewhere = event.paths.find(
    (path) => path.split("/").includes("..") || (isAbsolute(path) && relative(workspace, path).startsWith("..")),
  );
  return elsewhere === undefined ? undefined : { what: `${event.tool} ${elsewhere}`, path: resolve(workspace, elsewhere) };
}
