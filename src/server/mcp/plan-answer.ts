import type { SessionState } from "../../core/session.ts";
import type { Status } from "../coordinator-api.ts";
import type { Holder } from "./holders.ts";
import { type Answered, oneLine } from "./tool-forms.ts";

const WORKING_MAX = 30;
const UPCOMING_MAX = 15;
const WAITING_MAX = 15;
const LANDING: readonly SessionState[] = ["submitted", "gated", "candidate"];

export interface PlanView {
  /** What the running coordinator says; null when none runs. */
  readonly status: Pick<Status, "main" | "sessions" | "waiting" | "progress"> | null;
  readonly holders: readonly Holder[];
  /** Open tasks nobody holds, in the order they are taken up. */
  readonly upcoming: readonly string[];
  readonly done: number;
  readonly titleOf: (task: string) => string;
}

/** The plan and what goes on, small enough to read. Pure. */
export function planAnswer({ status, holders, upcoming, done, titleOf }: PlanView): Answered<"plan_summary"> {
  const said = new Map((status?.progress ?? []).map((one) => [one.session, one.message]));
  const title = (task: string) => oneLine(titleOf(task), 120);
  const isLanding = ({ state }: Holder) => (LANDING as readonly string[]).includes(state);
  const working = holders.filter((holder) => !isLanding(holder));
  const waits = new Map((status?.waiting ?? []).map(({ task, reason }) => [task, reason]));
  return {
    running: status !== null,
    main: status?.main.health ?? "unknown",
    counts: { open: upcoming.length, working: working.length, landing: holders.length - working.length, done },
    working: holders.slice(0, WORKING_MAX).map((holder) => ({
      ...{ task: holder.task, title: title(holder.task), session: holder.session ?? "", state: holder.state },
      ...{ holder: oneLine(holder.holder), says: said.has(holder.session ?? "") ? oneLine(said.get(holder.session ?? "") ?? "") : null },
    })),
    upcoming: upcoming
      .filter((task) => !waits.has(task))
      .slice(0, UPCOMING_MAX)
      .map((task) => ({ task, title: title(task) })),
    waiting: [...waits].slice(0, WAITING_MAX).map(([task, reason]) => ({ task, reason: oneLine(reason, 300) })),
    next: upcoming.length === 0 ? "nothing is open: finish what is yours" : "next_task says which of them you may take",
  };
}

/** How many tasks of these sessions are on main. */
export function tasksDone(sessions: readonly { readonly task: string; readonly state: SessionState }[]): number {
  const done = sessions.filter(({ state }) => ["landed", "verified", "archived", "done-by"].includes(state));
  return new Set(done.map(({ task }) => task)).size;
}
