// Typed arrays are read `as number`: every index comes from a prepared project, and a test per read would cost more than the work.
import type { SearchRun } from "./search-run.ts";

/**
 * A random list, predecessors first, in which urgent activities tend to come early: of those whose predecessors are on the
 * list one is drawn with a chance in proportion to its regret, by how much it is more urgent than the least urgent
 * (regret-based biased random sampling, Drexl 1991).
 */
export function sampleList(run: SearchRun, urgency: ArrayLike<number>): Int32Array {
  const { count, before, after } = run.project;
  const waiting = new Int32Array(count);
  const eligible: number[] = [];
  for (let at = 0; at < count; at++) {
    waiting[at] = (before.first[at + 1] as number) - (before.first[at] as number);
    if (waiting[at] === 0) eligible.push(at);
  }
  const list = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const drawn = draw(run, eligible, urgency);
    const activity = eligible[drawn] as number;
    eligible[drawn] = eligible[eligible.length - 1] as number;
    eligible.pop();
    list[at] = activity;
    for (let edge = after.first[activity] as number; edge < (after.first[activity + 1] as number); edge++) {
      const next = after.list[edge] as number;
      waiting[next] = (waiting[next] as number) - 1;
      if (waiting[next] === 0) eligible.push(next);
    }
  }
  return list;
}

function draw(run: SearchRun, eligible: readonly number[], urgency: ArrayLike<number>): number {
  let least = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (const activity of eligible) {
    least = Math.min(least, urgency[activity] as number);
    sum += urgency[activity] as number;
  }
  sum += eligible.length * (1 - least);
  let left = run.random.fraction() * sum;
  for (let at = 0; at < eligible.length - 1; at++) {
    left -= (urgency[eligible[at] as number] as number) - least + 1;
    if (left < 0) return at;
  }
  return eligible.length - 1;
}
