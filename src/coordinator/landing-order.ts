interface Queued {
  readonly id: string;
  readonly session: string | null;
}

/**
 * Queued changes in landing order, with each one that wrote what another session held moved behind that session's own
 * changes. Otherwise the order stays; changes that wait for each other in a circle stay as they are too. Pure.
 * @param behind by change id: the sessions whose changes go first.
 */
export function behindHolders<T extends Queued>(queue: readonly T[], behind: ReadonlyMap<string, ReadonlySet<string>>): T[] {
  const ordered: T[] = [];
  const waiting = [...queue];
  while (waiting.length > 0) {
    const isHeldUp = (change: T) => waiting.some((other) => other.session !== null && behind.get(change.id)?.has(other.session) === true);
    const next = Math.max(
      0,
      waiting.findIndex((change) => !isHeldUp(change)),
    );
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}
