// @ts-check
/**
 * Which pairs the graph draws; the list beside it has all of them.
 * @typedef {import("../page-data.ts").PageData} PageData
 * @typedef {import("../page-data.ts").PagePair} PagePair
 */

/**
 * Of a task that runs alone a mark says more than a star of arrows. Of the arrows only those are drawn that do not follow from
 * others: three tasks of one file are a chain, not a triangle.
 * @param {PageData} data
 * @returns {{ readonly pairs: readonly PagePair[], readonly implied: number }}
 */
export function drawnPairs({ pairs, tasks }) {
  const alone = new Set(tasks.filter((task) => task.alone).map(({ id }) => id));
  const between = pairs.filter(({ a, b }) => !alone.has(a) && !alone.has(b));
  const serialised = between.filter((pair) => pair.serialised);
  const places = new Map(tasks.map(({ id }, place) => [id, place]));
  const implied = impliedPairs(serialised, (id) => places.get(id) ?? 0);
  return { pairs: between.filter((pair) => !implied.has(pair)), implied: implied.size };
}

/**
 * Pairs of which the second task already waits for the first through others.
 * @template {{ readonly a: string, readonly b: string }} Pair
 * @param {readonly Pair[]} pairs
 * @param {(id: string) => number} placeOf the place in the order of starting
 * @returns {Set<Pair>}
 */
export function impliedPairs(pairs, placeOf) {
  /** @type {Map<string, Pair[]>} */
  const intoTask = new Map();
  for (const pair of pairs) intoTask.set(pair.b, [...(intoTask.get(pair.b) ?? []), pair]);
  /** @type {Map<string, Set<string>>} everything a task waits for, directly or not */
  const before = new Map();
  const implied = new Set();
  for (const [task, into] of [...intoTask].sort(([a], [b]) => placeOf(a) - placeOf(b))) {
    /** @type {Set<string>} */
    const known = new Set();
    // The latest first: an earlier one may be among what that one waits for.
    for (const pair of into.sort((one, other) => placeOf(other.a) - placeOf(one.a))) {
      if (known.has(pair.a)) implied.add(pair);
      known.add(pair.a);
      for (const id of before.get(pair.a) ?? []) known.add(id);
    }
    before.set(task, known);
  }
  return implied;
}
