import type { Effort, Task } from "../core/task.ts";

/** A lifetime of one person's work: more is a slip. */
const EFFORT_HOURS_MAX = 10_000;

/** The tasks with efforts a schedule can work with, and a note for each that was none. */
export function soundTasks(tasks: readonly Task[]): { readonly tasks: readonly Task[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const sound = tasks.map((task) => {
    const { effort, problem } = soundEffort(task.effort);
    if (problem === undefined) return task;
    notes.push(`${task.id}: ${problem}`);
    return { ...task, effort };
  });
  return { tasks: sound, notes: notes.sort() };
}

function soundEffort(effort: Effort | null): { readonly effort: Effort | null; readonly problem?: string } {
  if (effort === null) return { effort };
  const { minHours, maxHours } = effort;
  const said = `${minHours}-${maxHours} hours`;
  if (!(minHours >= 0 && maxHours >= minHours && maxHours > 0))
    return { effort: null, problem: `expected an effort in hours, got ${said}: planned as if none were given` };
  if (maxHours <= EFFORT_HOURS_MAX) return { effort };
  const capped = { minHours: Math.min(minHours, EFFORT_HOURS_MAX), maxHours: EFFORT_HOURS_MAX };
  return { effort: capped, problem: `an effort of ${said} is planned as ${EFFORT_HOURS_MAX} hours` };
}
