import type { FootprintEntry } from "../../core/footprint.ts";
import type { HistoryIndex } from "../history/history-index.ts";
import type { Mention } from "../mentions/mention.ts";
import type { TreeIndex } from "../tree/tree-index.ts";
import type { Rating } from "./rate.ts";

/** A named file that is not there: how often it is the one that is made. */
const MADE_WHEN_NAMED = 0.85;
const NEAREST = 15;
const PLACE_MIN = 0.15;
const PLACES_MAX = 3;
/** As if so much similarity had come from commits that created nothing. */
const DOUBT = 0.5;

interface Known {
  readonly tree: TreeIndex;
  readonly index: HistoryIndex;
  readonly rating: Rating;
  readonly mentions: readonly Mention[];
  readonly entries: readonly FootprintEntry[];
}

/**
 * Files that will be made: those the text names, and places where the nearest past commits made some. A place is a glob over
 * one folder and file ending; its probability is that at least one file of it is made.
 */
export function newFiles(known: Known): readonly FootprintEntry[] {
  const named = known.mentions.filter(({ exists, forbidden, kind }) => !exists && !forbidden && kind !== "directory");
  const entries = new Map<string, FootprintEntry>();
  for (const { path, strength, quote } of named) {
    entries.set(path, { path, mode: "create", probability: MADE_WHEN_NAMED * strength, evidence: [`named in the prompt: \`${quote}\``] });
  }
  for (const entry of [...testsToCome(known), ...places(known)]) if (!entries.has(entry.path)) entries.set(entry.path, entry);
  return [...entries.values()];
}

function places({ index, rating }: Known): readonly FootprintEntry[] {
  const nearest = rating.neighbours.slice(0, NEAREST);
  const total = nearest.reduce((sum, { similarity }) => sum + similarity, DOUBT);
  const votes = new Map<string, { weight: number; readonly commit: number }>();
  for (const { commit, similarity } of nearest) {
    const made = new Set(index.createdIn(commit).map((file) => placeOf(index.paths[file] ?? "")));
    for (const place of made) {
      const vote = votes.get(place) ?? { weight: 0, commit };
      vote.weight += similarity;
      votes.set(place, vote);
    }
  }
  return [...votes]
    .map(([path, { weight, commit }]) => ({ path, commit, probability: weight / total }))
    .filter(({ probability }) => probability >= PLACE_MIN)
    .sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : 1))
    .slice(0, PLACES_MAX)
    .map(({ path, probability, commit }) => {
      const example = index.commits[commit];
      const evidence = [`near past commits made files there, e.g. ${example?.oid.slice(0, 7)} '${example?.subject.slice(0, 60)}'`];
      return { path, mode: "create" as const, probability, evidence };
    });
}

/** `src/x.ts` is likely written, its neighbours have tests and it has none: one may come. */
function testsToCome({ tree, entries }: Known): readonly FootprintEntry[] {
  const found: FootprintEntry[] = [];
  for (const { path, probability } of entries) {
    if (probability < 0.4 || tree.kindOf(path) !== "source" || tree.testsOf(path).length > 0) continue;
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    const siblings = tree.filesUnder(folder.replace(/\/$/, "")).filter((file) => !file.slice(folder.length).includes("/"));
    const ending = /\.[^./]+$/.exec(path)?.[0] ?? "";
    const marks = [`.test${ending}`, `.spec${ending}`, `_test${ending}`].filter((mark) => siblings.some((file) => file.endsWith(mark)));
    const mark = marks[0];
    if (mark === undefined || ending === "") continue;
    const test = `${path.slice(0, -ending.length)}${mark}`;
    found.push({ path: test, mode: "create", probability: 0.25 * probability, evidence: [`${path} has no test yet, its neighbours have`] });
  }
  return found.slice(0, PLACES_MAX);
}

function placeOf(path: string): string {
  const slash = path.lastIndexOf("/");
  const ending = /\.[^./]+$/.exec(path)?.[0] ?? "";
  return `${path.slice(0, slash + 1)}*${ending}`;
}
