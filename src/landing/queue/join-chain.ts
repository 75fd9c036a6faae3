import { conflicts, EVERYTHING, type LandingQueue, type LandingRun, type QueueEntry } from "./queue.ts";

/**
 * What a passed segment makes of the chain. Its tree is main, what it assumed, its changes:
 *
 * - the chain is just what it assumed: the changes join, and the whole chain is proven;
 * - others joined meanwhile and none of them conflicts with a change of the segment: the changes join behind them, not
 *   proven; main moves only after a run of the very tip (two stages). Not in strict mode;
 * - an assumed change has not joined yet: the segment is held until it has, or is out;
 * - otherwise what was tested is not what would land: the changes wait for another run.
 */
export function joinChain(queue: LandingQueue, run: LandingRun): LandingQueue {
  const { chain, entries } = queue;
  const assumed = run.assumes.filter((id) => entries.has(id));
  if (assumed.some((id) => !chain.includes(id))) {
    return { ...queue, held: [...queue.held.filter(({ id }) => id !== run.id), { ...run, assumes: assumed }] };
  }
  const changes = run.changes.filter((id) => entries.has(id) && !chain.includes(id));
  const isExact = run.joined.length === 0 && startsWith(chain, assumed) && chain.length === assumed.length;
  const dropped = { ...queue, held: queue.held.filter(({ id }) => id !== run.id) };
  if (changes.length !== run.changes.length) return dropped;
  if (isExact) return joined(dropped, changes, chain.length + changes.length);
  const others = [...run.joined, ...chain.filter((id) => !assumed.includes(id))];
  if (!commute(dropped, changes, others)) return dropped;
  return joined(dropped, changes, queue.proven);
}

/** What a passed run of the tip proves: the front of the chain it ran on, unless that has changed. */
export function proveTip(queue: LandingQueue, run: LandingRun): LandingQueue {
  const tested = [...run.assumes, ...run.changes].filter((id) => queue.entries.has(id));
  const isFront = startsWith(queue.chain, tested);
  if (!isFront || tested.length <= queue.proven) return queue;
  return { ...queue, proven: tested.length };
}

function joined(queue: LandingQueue, changes: readonly string[], proven: number): LandingQueue {
  const marker = changes.some((id) => queue.entries.get(id)?.barrier) ? [EVERYTHING] : [];
  const tell = <T extends Pick<LandingRun, "assumes" | "changes" | "joined">>(run: T): T => {
    const others = changes.filter((change) => !run.assumes.includes(change) && !run.changes.includes(change));
    return others.length === 0 ? run : { ...run, joined: [...run.joined, ...others, ...marker] };
  };
  return {
    ...queue,
    chain: [...queue.chain, ...changes],
    proven,
    runs: new Map([...queue.runs].map(([id, run]) => [id, tell(run)])),
    held: queue.held.map(tell),
    troubles: new Map([...queue.troubles].map(([id, trouble]) => [id, tell(trouble)])),
  };
}

/** May these be put behind the others without another look? `others` that have landed since count as on the chain. */
function commute(queue: LandingQueue, changes: readonly string[], others: readonly string[]): boolean {
  return changes.every((id) => {
    const change = queue.entries.get(id);
    return change !== undefined && others.every((other) => !mayConflict(queue, change, other));
  });
}

/** One that has landed is known by the edges of those that stayed. */
function mayConflict(queue: LandingQueue, change: QueueEntry, id: string): boolean {
  const other = queue.entries.get(id);
  if (other !== undefined) return conflicts(queue, change, other);
  return queue.settings.strict || id === EVERYTHING || change.barrier || change.conflictsWith.has(id);
}

export function startsWith(chain: readonly string[], front: readonly string[]): boolean {
  return front.length <= chain.length && front.every((id, at) => chain[at] === id);
}
