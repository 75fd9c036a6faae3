/** What the choice of a batch needs to know of a queued change. */
export interface QueuedChange {
  readonly id: string;
  /** A barrier conflicts with everything (a lock file, a revert, a repair): it is tried alone. */
  readonly barrier: boolean;
}

/**
 * Which queued changes are tried together next: all in order up to `max`, up to the first that must be alone. A batch
 * that failed is tried again in halves and at last singly; once one of it has failed alone, the rest is believed again.
 * Pure: the same queue and history give the same batch, whatever happened in between.
 *
 * This is the one place that decides who is tested with whom: conflict lanes choose their batches here.
 *
 * @param queue in the order of landing.
 * @param failures ids of every batch that failed its gates, including those of one.
 */
export function nextBatch<T extends QueuedChange>(
  queue: readonly T[],
  failures: readonly (readonly string[])[],
  max: number,
): readonly T[] {
  const [first] = queue;
  if (first === undefined) return [];
  const culprits = new Set(failures.filter((batch) => batch.length === 1).flat());
  const isAlone = (change: T) => change.barrier || culprits.has(change.id);
  if (isAlone(first)) return [first];
  const queued = new Set(queue.map((change) => change.id));
  const suspects = failures
    .filter((batch) => batch.includes(first.id) && !batch.some((id) => culprits.has(id)))
    .map((batch) => batch.filter((id) => queued.has(id)).length);
  const size = Math.max(1, Math.min(max, ...suspects.map((count) => Math.floor(count / 2))));
  const end = queue.findIndex(isAlone);
  return queue.slice(0, end === -1 ? size : Math.min(size, end));
}
