import type { AgentClass } from "../../core/plan.ts";
import type { Task } from "../../core/task.ts";
import { type DurationModel, durationModel, pointOf } from "./duration-model.ts";
import { type FinishedSession, kindOf } from "./finished-session.ts";
import type { RunningTask } from "./simulate.ts";

/** Of equally likely ends the middle one. */
const MIDDLE = 0.5;

/**
 * Durations that have learned from what is still running, too. Of tasks that began together the short ones finish first:
 * a model of finished sessions alone takes all tasks to be short until the long ones are done. Each running task counts as
 * a session that ends when it most likely will, given how long it has taken already.
 */
export function durationsNow(
  history: readonly FinishedSession[],
  classes: readonly AgentClass[],
  running: readonly RunningTask[],
  taskOf: (id: string) => Task | undefined,
): DurationModel {
  const finished = durationModel(history, classes);
  const lastMs = history.reduce((last, { finishedAtMs }) => (finishedAtMs > last ? finishedAtMs : last), 0);
  const expected = running.flatMap(({ task: id, agentClass, elapsedHours }): FinishedSession[] => {
    const task = taskOf(id);
    if (task === undefined) return [];
    const elapsed = Math.max(0, elapsedHours);
    const hours = elapsed + finished.durationOf(task, agentClass).sampleLeft(elapsed, MIDDLE);
    const about = { task: id, agentClass, kind: kindOf(id), estimateHours: pointOf(task.effort) };
    return [{ ...about, hours, finishedAtMs: lastMs, outcome: "done", tries: 1 }];
  });
  if (expected.length === 0) return finished;
  const { durationOf } = durationModel([...history, ...expected], classes);
  return { ...finished, durationOf };
}
