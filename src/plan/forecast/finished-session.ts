import { compareIds } from "../../tasks/merge.ts";

/** One session that has ended, as the forecast learns from it: what was estimated and what it took. */
export interface FinishedSession {
  readonly task: string;
  /** Name of the agent in `signalbox.yaml`. */
  readonly agentClass: string;
  /** What sort of task it is: its id's prefix (`kindOf`), or a label. */
  readonly kind: string;
  /** Human hours, the geometric mean of the written range; null when nothing was written. */
  readonly estimateHours: number | null;
  /** Elapsed agent hours this one session worked. */
  readonly hours: number;
  readonly finishedAtMs: number;
  readonly outcome: "done" | "failed";
  /** Which try of its task this session was, from 1. */
  readonly tries: number;
}

/** The kind of a task by its id: what comes before the last number, `QA` of `QA-033`, or the id itself. */
export function kindOf(task: string): string {
  return /^(.+?)[._-]?\d+$/.exec(task)?.[1] ?? task;
}

/** In the order they finished, however they come; what has no length in time is left out. */
export function inOrder(history: readonly FinishedSession[]): readonly FinishedSession[] {
  return history
    .filter(({ hours, finishedAtMs }) => Number.isFinite(hours) && hours > 0 && Number.isFinite(finishedAtMs))
    .sort(
      (a, b) =>
        a.finishedAtMs - b.finishedAtMs ||
        compareIds(a.task, b.task) ||
        a.hours - b.hours ||
        compareIds(a.agentClass, b.agentClass) ||
        compareIds(a.kind, b.kind) ||
        (a.estimateHours ?? 0) - (b.estimateHours ?? 0) ||
        compareIds(a.outcome, b.outcome),
    );
}
