import type { EventKind, StoredEvent } from "../core/event.ts";
import type { SessionState } from "../core/session.ts";

/** What the records may say about one session. Never the hash of the commit that carries the record. */
export interface SessionFact {
  readonly id: string;
  readonly task: string;
  readonly title: string;
  readonly agent: string;
  readonly state: SessionState;
  readonly startedAtMs: number;
  readonly landedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** The task whose work made this one's acceptance pass. */
  readonly doneBy: string | null;
  /** The landing commit, known only after it landed; shown when the session is complete. */
  readonly landedCommit: string | null;
  readonly partsLanded: number;
  /** What proves it: gates that passed on the landed tree, the verification, another task's acceptance. */
  readonly evidence: readonly string[];
  /** Why it ended, when it did not land. */
  readonly reason: string | null;
}

/**
 * What the roadmap says of a task Signalbox worked on. `ready` is a task that is open again.
 * `landed` becomes `complete` once verified.
 */
export interface TaskFact {
  readonly id: string;
  readonly status: "ready" | "in-progress" | "landed" | "complete" | "dropped";
  readonly doneBy: string | null;
  readonly atMs: number;
}

/** Everything the records are rendered from. Sessions are in the order they were opened. */
export interface RecordFacts {
  readonly sessions: readonly SessionFact[];
  readonly tasks: readonly TaskFact[];
}

/** The kinds of events the facts come from: all that needs to be read for them. */
export const FACT_KINDS = [
  "session-opened",
  "session-moved",
  "change-landed",
  "gate-run",
  "verify",
  "done-by",
  "task-dropped",
  "task-reopened",
] as const satisfies readonly EventKind[];

/**
 * The facts of a history. Give it all events of the repository's store (oldest first), so that sessions of earlier
 * runs stay ended. `titleOf` gives a task's title; the id stands in where there is none.
 */
export function recordFacts(events: readonly StoredEvent[], titleOf: (task: string) => string | undefined = () => undefined): RecordFacts {
  const sessions = new Map<string, SessionFact>();
  const tasks = new Map<string, TaskFact>();
  const gates: PassedGates = new Map();
  for (const event of events) {
    if (event.body.kind === "gate-run" && event.body.passed) {
      gates.set(event.body.tree, [...(gates.get(event.body.tree) ?? []), event.body]);
    }
    const session = sessionAfter(event.session === null ? undefined : sessions.get(event.session), event, titleOf, gates);
    if (session !== undefined) sessions.set(session.id, session);
    const task = taskAfter(event, session);
    if (task !== undefined) tasks.set(task.id, task);
  }
  return { sessions: [...sessions.values()], tasks: [...tasks.values()] };
}

/**
 * The facts as they will be once these sessions' final changes land at `atMs`: what a candidate's records say.
 * They ride inside the tested tree, so they are rendered before the landing they report.
 */
export function assumeLanded(facts: RecordFacts, sessions: readonly string[], atMs: number): RecordFacts {
  const landing = facts.sessions.filter(({ id }) => sessions.includes(id));
  const tasks = new Map(facts.tasks.map((task) => [task.id, task]));
  for (const { task } of landing) tasks.set(task, { id: task, status: "landed", doneBy: null, atMs });
  return {
    sessions: facts.sessions.map((session) =>
      sessions.includes(session.id) ? { ...session, state: "landed", landedAtMs: atMs } : session,
    ),
    tasks: [...tasks.values()],
  };
}

function sessionAfter(
  known: SessionFact | undefined,
  { atMs, task, session, body }: StoredEvent,
  titleOf: (task: string) => string | undefined,
  gates: PassedGates,
): SessionFact | undefined {
  if (body.kind === "session-opened" && session !== null && task !== null)
    return newSession(session, task, body.agent, titleOf(task) ?? task, atMs);
  if (known === undefined) return undefined;
  switch (body.kind) {
    case "session-moved":
      return {
        ...known,
        state: body.to,
        landedAtMs: body.to === "landed" ? atMs : known.landedAtMs,
        endedAtMs: ENDED.has(body.to) ? (known.endedAtMs ?? atMs) : known.endedAtMs,
        reason: UNFINISHED.has(body.to) ? body.reason : known.reason,
      };
    case "change-landed": {
      if (body.changeKind === "part") return { ...known, partsLanded: known.partsLanded + 1 };
      if (body.changeKind !== "task" && body.changeKind !== "repair") return known;
      return { ...known, landedCommit: body.commit, evidence: evidenceOf(body.change, gates.get(body.tree) ?? []) };
    }
    case "verify":
      return body.passed ? { ...known, evidence: [...known.evidence, `verified: ${body.detail}`] } : known;
    case "done-by":
      return { ...known, doneBy: body.other, evidence: [body.evidence] };
    default:
      return known;
  }
}

/** Gates that passed, by tree. Another change's acceptance on the same tree proves nothing about this one. */
type PassedGates = Map<string, readonly { readonly gate: string; readonly changes: readonly string[] }[]>;

function evidenceOf(change: string, passed: readonly { readonly gate: string; readonly changes: readonly string[] }[]): readonly string[] {
  const own = passed.filter(({ changes }) => changes.length === 0 || changes.includes(change));
  return [...new Set(own.map(({ gate }) => `${gate} passed on the landed tree`))];
}

const UNFINISHED: ReadonlySet<SessionState> = new Set(["failed", "aborted", "rejected", "rolled-back"]);
const ENDED: ReadonlySet<SessionState> = new Set([...UNFINISHED, "verified", "archived", "done-by"]);

function newSession(id: string, task: string, agent: string, title: string, startedAtMs: number): SessionFact {
  return {
    id,
    task,
    title,
    agent,
    state: "claimed",
    startedAtMs,
    landedAtMs: null,
    endedAtMs: null,
    doneBy: null,
    landedCommit: null,
    partsLanded: 0,
    evidence: [],
    reason: null,
  };
}

function taskAfter({ atMs, task: id, body }: StoredEvent, session: SessionFact | undefined): TaskFact | undefined {
  if (id === null) return undefined;
  const fact = (status: TaskFact["status"], doneBy: string | null = null): TaskFact => ({ id, status, doneBy, atMs });
  switch (body.kind) {
    case "session-opened":
      return fact("in-progress");
    case "task-dropped":
      return fact("dropped");
    case "task-reopened":
      return fact("ready");
    case "done-by":
      return fact("complete", body.other);
    case "session-moved":
      return taskAfterMove(body.to, session, fact);
    default:
      return undefined;
  }
}

function taskAfterMove(
  to: SessionState,
  session: SessionFact | undefined,
  fact: (status: TaskFact["status"], doneBy?: string | null) => TaskFact,
): TaskFact | undefined {
  if (to === "landed") return fact("landed");
  // Dated by its end, not by its archiving: a records commit must not change what the next one says.
  if (to === "verified") return fact("complete");
  if (to === "done-by") return fact("complete", session?.doneBy ?? null);
  return UNFINISHED.has(to) ? fact("ready") : undefined;
}
