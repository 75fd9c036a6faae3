/** When each task runs, in hours. */
export interface Slot {
  readonly start: number;
  readonly end: number;
}

/** Whenever an agent is free it takes the first task of the list that may run beside all that run. */
export function dispatch(hours: readonly number[], agents: number, mayRun: (a: number, b: number) => boolean): readonly Slot[] {
  const slots: Slot[] = [];
  const open = [...hours.keys()];
  const running = new Map<number, number>();
  for (let now = 0; open.length > 0; ) {
    const next = running.size < agents ? open.findIndex((task) => [...running.keys()].every((other) => mayRun(task, other))) : -1;
    if (next !== -1) {
      const [task = 0] = open.splice(next, 1);
      const end = now + (hours[task] ?? 0);
      slots[task] = { start: now, end };
      running.set(task, end);
      continue;
    }
    now = Math.min(...running.values());
    for (const [task, end] of running) if (end === now) running.delete(task);
  }
  return slots;
}

export function areTogether(a: Slot, b: Slot): boolean {
  return a.start < b.end && b.start < a.end;
}

export function makespanOf(slots: readonly Slot[]): number {
  return Math.max(...slots.map(({ end }) => end));
}
