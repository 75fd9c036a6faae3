/** A change on main, as far as the choice of witnesses needs it. */
export interface LandedWork {
  readonly kind: string;
  readonly task: string | null;
  readonly files: readonly string[];
}

/**
 * The tasks whose acceptance checks are asked again of a candidate, the latest landed first: those of the last `max` landed
 * tasks that changed one of its files, or a file that imports one of them or is imported by one. What such a task did is where
 * the candidate may silently undo it. Tasks that were reverted, and those the candidate itself lands or reverts, are none.
 * @param landed oldest first.
 * @param near the files a file imports and those that import it.
 */
export function witnessesFor(
  candidate: readonly Pick<LandedWork, "task" | "files">[],
  landed: readonly LandedWork[],
  { max, near }: { readonly max: number; readonly near: (file: string) => readonly string[] },
): readonly string[] {
  const files = new Set(candidate.flatMap((change) => change.files));
  const around = new Set([...files, ...[...files].flatMap(near)]);
  const own = new Set(candidate.map(({ task }) => task));
  const standing = new Set<string>();
  for (const { kind, task, files: theirs } of landed) {
    if (task === null || (kind !== "task" && kind !== "revert")) continue;
    // The latest landing is the last in the set.
    standing.delete(task);
    if (kind === "task" && !own.has(task) && theirs.some((file) => around.has(file))) standing.add(task);
  }
  return [...standing].reverse().slice(0, max);
}
