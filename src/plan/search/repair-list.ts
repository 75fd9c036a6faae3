// Typed arrays are read `as number`: every index comes from a prepared project.
import type { Prepared } from "./prepare.ts";

/**
 * A list of the input's indexes as a list a decoder takes: canonical numbers, each once, predecessors first. The given order
 * is kept where that allows it; what it does not name comes last.
 */
export function repairList(project: Prepared, list: readonly number[]): Int32Array {
  const keys = new Float64Array(project.count).fill(list.length);
  for (let at = list.length - 1; at >= 0; at--) {
    const rank = project.rank[list[at] as number];
    if (rank !== undefined) keys[rank] = at;
  }
  return listByKey(project, keys);
}

/** The activities by rising key, except that each comes after its predecessors; of equal keys the smaller number first. */
export function listByKey(project: Prepared, keys: Float64Array): Int32Array {
  const { count, before, after } = project;
  const waiting = new Int32Array(count);
  const heap = new Int32Array(count);
  let size = 0;
  const less = (a: number, b: number) => (keys[a] as number) < (keys[b] as number) || (keys[a] === keys[b] && a < b);
  const push = (activity: number) => {
    let at = size++;
    while (at > 0 && less(activity, heap[(at - 1) >> 1] as number)) {
      heap[at] = heap[(at - 1) >> 1] as number;
      at = (at - 1) >> 1;
    }
    heap[at] = activity;
  };
  const pop = () => {
    const top = heap[0] as number;
    const last = heap[--size] as number;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && less(heap[child + 1] as number, heap[child] as number)) child++;
      if (!less(heap[child] as number, last)) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = last;
    return top;
  };
  for (let activity = 0; activity < count; activity++) {
    waiting[activity] = (before.first[activity + 1] as number) - (before.first[activity] as number);
    if (waiting[activity] === 0) push(activity);
  }
  const list = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const activity = pop();
    list[at] = activity;
    for (let edge = after.first[activity] as number; edge < (after.first[activity + 1] as number); edge++) {
      const next = after.list[edge] as number;
      waiting[next] = (waiting[next] as number) - 1;
      if (waiting[next] === 0) push(next);
    }
  }
  return list;
}
