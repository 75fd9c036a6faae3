import type { HistoryIndex } from "../history/history-index.ts";
import type { Retrieved } from "../history/retrieve.ts";

const CANDIDATES_MAX = 120;

/**
 * The files worth a closer look: the best of what retrieval found by a rough sum, and whatever else speaks for itself.
 * @param others what the text names, and files of like content
 * @param usable false for files that are never predicted (generated, gone)
 */
export function candidatesOf(
  retrieved: Retrieved,
  index: HistoryIndex,
  others: Iterable<number>,
  usable: (file: number) => boolean,
): number[] {
  const { scores, files } = retrieved;
  let message = 1e-9;
  let near = 1e-9;
  for (const file of files) {
    message = Math.max(message, scores.message[file] ?? 0);
    near = Math.max(near, scores.near60[file] ?? 0);
  }
  const rough = (file: number) =>
    (scores.message[file] ?? 0) / message +
    (2 * (scores.near60[file] ?? 0)) / near +
    (scores.name[file] ?? 0) * 3 +
    (scores.folder[file] ?? 0) +
    (scores.way[file] ?? 0) * 0.3 +
    (scores.term[file] ?? 0) * 2 +
    (scores.covered[file] ?? 0) * 0.3;
  const rated = files.filter((file) => index.isAlive(file) && usable(file)).map((file) => ({ file, rough: rough(file) }));
  rated.sort((a, b) => b.rough - a.rough || a.file - b.file);
  const chosen = new Set(rated.slice(0, CANDIDATES_MAX).map(({ file }) => file));
  for (const file of others) if (index.isAlive(file) && usable(file)) chosen.add(file);
  return [...chosen];
}
