import type { NetworkAccess } from "../core/agent.ts";
import type { StoredEvent } from "../core/event.ts";
import { NOTHING_SPENT, type Spent, spentBy } from "../core/usage.ts";
import type { RecordFacts, SessionFact } from "./record-facts.ts";

export interface TaskRow {
  readonly task: string;
  readonly title: string;
  readonly outcome: "verified" | "landed" | "done-by" | "failed" | "dropped" | "running" | "waiting";
  /** The state of its latest session in the words of DESIGN §4, with the other task's id for `done-by`. */
  readonly state: string;
  readonly agent: string | null;
  /** Whether its agent was held in a box, and what it reached over the network; null where none was started here. */
  readonly box: string | null;
  readonly startedMs: number | null;
  /** Set while it is on main: a reverted task has not landed. */
  readonly landedMs: number | null;
  /** When it became done: landed, or done by another task. */
  readonly doneMs: number | null;
  /** Times an agent was started for it. */
  readonly attempts: number;
  /** What its agents used. */
  readonly usage: Spent;
  readonly evidence: readonly string[];
}

/** One row per task of the run, in the run's order; tasks that came up later follow. */
export function taskRows(events: readonly StoredEvent[], facts: RecordFacts, titles: ReadonlyMap<string, string>): TaskRow[] {
  const planned = events.flatMap(({ body }) => (body.kind === "run-started" ? body.tasks : []));
  const ids = new Set([...planned, ...facts.tasks.map(({ id }) => id)]);
  const latest = new Map(facts.sessions.map((session) => [session.task, session]));
  const attempts = new Map<string, number>();
  const boxes = new Map<string, string>();
  for (const { body, task } of events) {
    if (body.kind !== "agent-started" || task === null) continue;
    attempts.set(task, (attempts.get(task) ?? 0) + 1);
    boxes.set(task, boxWords(body));
  }
  const spent = spentBy(events, ({ task }) => task);
  return [...ids].map((task) => {
    const session = latest.get(task);
    const fact = facts.tasks.find(({ id }) => id === task);
    const { outcome, state } = standing(session, fact, session?.state === "waiting-input" && triesUsedUp(session.id, events));
    const landedMs = outcome === "landed" || outcome === "verified" ? (session?.landedAtMs ?? null) : null;
    return {
      task,
      title: titles.get(task) ?? task,
      outcome,
      state,
      agent: session?.agent ?? null,
      box: boxes.get(task) ?? null,
      startedMs: session?.startedAtMs ?? null,
      landedMs,
      doneMs: landedMs ?? (outcome === "done-by" ? (session?.endedAtMs ?? fact?.atMs ?? null) : null),
      attempts: attempts.get(task) ?? 0,
      usage: spent.get(task) ?? NOTHING_SPENT,
      evidence: session?.evidence ?? [],
    };
  });
}

/** `confined, network model`: how an agent was held, in a word or two. */
export function boxWords({ confined, network }: { readonly confined: boolean; readonly network?: NetworkAccess }): string {
  return `${confined ? "confined" : "unconfined"}${network === undefined ? "" : `, network ${network}`}`;
}

/** Its change came back too often, and it waits for a person: failed, unless one helps. */
function triesUsedUp(session: string, events: readonly StoredEvent[]): boolean {
  const last = events.findLast((event) => event.session === session && event.body.kind === "session-moved");
  return last?.body.kind === "session-moved" && last.body.from === "returned" && last.body.to === "waiting-input";
}

const UNFINISHED: ReadonlySet<string> = new Set(["failed", "aborted", "rejected", "rolled-back"]);

function standing(
  session: SessionFact | undefined,
  fact: RecordFacts["tasks"][number] | undefined,
  usedUp: boolean,
): { readonly outcome: TaskRow["outcome"]; readonly state: string } {
  if (fact?.status === "dropped") return { outcome: "dropped", state: "dropped" };
  const atRest = session === undefined || UNFINISHED.has(session.state);
  if (atRest && fact?.doneBy) return { outcome: "done-by", state: `done-by ${fact.doneBy}` };
  if (session === undefined) return { outcome: "waiting", state: "waiting" };
  const { state, doneBy } = session;
  switch (state) {
    case "landed":
      return { outcome: "landed", state };
    case "verified":
    case "archived":
      return { outcome: "verified", state: "verified" };
    case "done-by":
      return { outcome: "done-by", state: doneBy === null ? state : `${state} ${doneBy}` };
    default:
      return { outcome: UNFINISHED.has(state) || (state === "waiting-input" && usedUp) ? "failed" : "running", state };
  }
}
