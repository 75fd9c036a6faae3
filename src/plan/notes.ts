import type { ConflictGraph } from "./conflicts/conflict-graph.ts";
import type { RunningTask } from "./forecast/simulate.ts";
import type { Slot } from "./schedule/slots.ts";

/** Named one by one; the rest is counted. */
const NAMED_MAX = 20;

/** What stops everything else, with what it costs and what to do about it. */
export function aloneNotes(slots: readonly Slot[], graph: ConflictGraph): string[] {
  if (slots.length < 2) return [];
  const alone = slots.flatMap((slot) => {
    const why = graph.alone(slot.task);
    return why === undefined ? [] : [{ ...slot, ...why, hours: Math.round((slot.endHours - slot.startHours) * 10) / 10 }];
  });
  const notes = alone.slice(0, NAMED_MAX).map(({ task, kind, because, evidence, hours }) => {
    if (kind === "barrier") return `${because}: it runs alone, for ${hours} h`;
    const why = evidence[0] ?? because;
    return `${why.includes(task) ? why : `${task}: ${why}`}: it runs alone, which costs ${hours} h; add \`Files:\` to its prompt`;
  });
  const more = alone.slice(NAMED_MAX);
  const hours = more.reduce((sum, each) => sum + each.hours, 0);
  if (more.length > 0)
    notes.push(`${more.length} more tasks run alone, for ${Math.round(hours)} h: ${more.map(({ task }) => task).join(", ")}`);
  return notes;
}

/** Which tasks of the plan are being worked on already: the schedule begins them anew, the forecast does not. */
export function runningNotes(running: readonly RunningTask[], isPlanned: (task: string) => boolean): string[] {
  const planned = running.filter(({ task }) => isPlanned(task));
  const told = planned.slice(0, NAMED_MAX).map(({ task, elapsedHours }) => `${task} for ${Math.round(elapsedHours * 10) / 10} h`);
  const more = planned.length > NAMED_MAX ? ` and ${planned.length - NAMED_MAX} more` : "";
  return told.length === 0 ? [] : [`under way: ${told.join(", ")}${more}; the forecast counts what is left, the schedule the whole`];
}
