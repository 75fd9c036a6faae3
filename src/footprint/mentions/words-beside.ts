import type { Mention } from "./mention.ts";

const WRITTEN_OUT: ReadonlySet<Mention["kind"]> = new Set(["path", "glob", "directory"]);

/**
 * A text as words to be compared with the past, beside the paths it names: of those only the last part's own name stays. A
 * named path is evidence of its own, and the words of its folders and its ending are those of every file beside it.
 */
export function wordsBeside(text: string, mentions: readonly Mention[]): string {
  const paths = mentions.filter(({ kind }) => WRITTEN_OUT.has(kind));
  // The longest first: a folder's name is part of its files' paths.
  const quotes = new Map(paths.map(({ quote, path }) => [quote, ` ${ownName(path)} `]));
  const longestFirst = [...quotes].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
  return longestFirst.reduce((rest, [quote, name]) => rest.replaceAll(quote, () => name), text);
}

/** `orders` of `src/orders.ts`; nothing of `src/**`. */
function ownName(path: string): string {
  const last = path.slice(path.lastIndexOf("/") + 1);
  return last.includes("*") ? "" : last.replace(/\.[^.]+$/, "");
}
