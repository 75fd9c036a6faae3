import type { Running } from "../online/play.ts";

/** When each task runs, in hours. */
export interface Slot {
  readonly start: number;
  readonly end: number;
}

/** How a policy goes about its tasks, which are numbers from 0. */
export interface Rule {
  readonly mayRun: (a: number, b: number) => boolean;
  /** The order in which tasks are taken up; left out: by number. */
  readonly order?: readonly number[];
  /** The order of the open tasks after one has ended; left out: it stays. */
  readonly reorder?: (open: readonly number[], running: readonly Running[]) => readonly number[];
}

/** Whenever an agent is free it takes the first task of the list that may run beside all that run. */
export function dispatch(hours: readonly number[], agents: number, { mayRun, order, reorder }: Rule): readonly Slot[] {
  const slots: Slot[] = [];
  let open = [...(order ?? hours.keys())];
  const running = new Map<number, Slot>();
  for (let now = 0; open.length > 0; ) {
    const next = running.size < agents ? open.findIndex((task) => [...running.keys()].every((other) => mayRun(task, other))) : -1;
    if (next !== -1) {
      const [task = 0] = open.splice(next, 1);
      const slot = { start: now, end: now + (hours[task] ?? 0) };
      slots[task] = slot;
      running.set(task, slot);
      continue;
    }
    now = Math.min(...[...running.values()].map(({ end }) => end));
    for (const [task, { end }] of running) if (end === now) running.delete(task);
    const going = [...running].map(([task, { start }]) => ({ task, elapsedHours: now - start }));
    if (reorder !== undefined) open = [...reorder(open, going)];
  }
  return slots;
}

export function areTogether(a: Slot, b: Slot): boolean {
  return a.start < b.end && b.start < a.end;
}

export function makespanOf(slots: readonly Slot[]): number {
  return Math.max(...slots.map(({ end }) => end));
}
