import type { ContentFound, Likeness } from "../content/content-index.ts";
import type { HistoryIndex } from "../history/history-index.ts";
import type { Retrieved, Scores } from "../history/retrieve.ts";
import { fileKind } from "../tree/file-kind.ts";

/** What is looked at for each candidate before it is known which files go together. */
export const FIRST_FEATURES = [
  "one",
  "message",
  "messageLog",
  "term",
  "termTop",
  "terms",
  "termsTop",
  "name",
  "nameTop",
  "folder",
  "folderTop",
  "way",
  "covered",
  "near5",
  "near15",
  "near60",
  "near15Log",
  "nearNew",
  "nearest",
  "nearRank",
  "messageRank",
  "lately",
  "often",
  "total",
  "fresh",
  "age",
  "isTest",
  "isDocs",
  "isConfig",
  "testWord",
  "docsWord",
  "nameNear",
  "termNear",
  "coveredNearest",
  "bestNearest",
  "hasContent",
  "words",
  "wordsLog",
  "wordsCovered",
  "wordsRank",
  "names",
  "namesLog",
  "namesCovered",
  "namesRank",
] as const;

/** The query's own part: the same for every candidate. */
export interface QueryFacts {
  readonly speaksOfTests: boolean;
  readonly speaksOfDocs: boolean;
}

const KINDS = new Map<string, ReturnType<typeof fileKind>>();

function kindOf(path: string): ReturnType<typeof fileKind> {
  let kind = KINDS.get(path);
  if (kind === undefined) {
    kind = fileKind(path, []);
    KINDS.set(path, kind);
  }
  return kind;
}

/** What is known of a text before its candidates are looked at. */
export interface Known {
  readonly index: HistoryIndex;
  readonly retrieved: Retrieved;
  /** Null where only paths are known. */
  readonly content: ContentFound | null;
  readonly facts: QueryFacts;
}

/** Rows of features, one after another, in the order of `candidates`. */
export function firstFeatures({ index, retrieved, content, facts }: Known, candidates: readonly number[]): Float64Array {
  const { scores } = retrieved;
  const width = FIRST_FEATURES.length;
  const rows = new Float64Array(candidates.length * width);
  const top = tops(scores, retrieved.files);
  const nearRank = ranks(candidates, scores.near15);
  const messageRank = ranks(candidates, scores.message);
  for (const [row, file] of candidates.entries()) {
    const at = (source: keyof Scores) => scores[source][file] ?? 0;
    const share = (source: keyof Scores) => at(source) / top[source].max;
    const voted = (source: keyof Scores) => at(source) / top[source].sum;
    const past = pastOf(index, file);
    const kind = kindOf(index.paths[file] ?? "");
    const near15 = voted("near15");
    const covered = Math.min(1, at("covered"));
    const values = [
      1,
      share("message"),
      Math.log1p(at("message")),
      at("term"),
      share("term"),
      Math.log1p(at("terms")),
      share("terms"),
      at("name"),
      share("name"),
      at("folder"),
      share("folder"),
      at("way"),
      covered,
      voted("near5"),
      near15,
      voted("near60"),
      Math.log1p(at("near15") * 10),
      Math.log1p(at("nearNew") * 10),
      at("nearest"),
      1 / (1 + (nearRank.get(file) ?? 1000)),
      1 / (1 + (messageRank.get(file) ?? 1000)),
      Math.log1p(past.lately),
      Math.log1p(past.often),
      Math.log1p(past.total),
      1 / (1 + past.age / 5),
      Math.log1p(past.age) / 8,
      Number(kind === "test"),
      Number(kind === "docs"),
      Number(kind === "config"),
      Number(kind === "test" && facts.speaksOfTests),
      Number(kind === "docs" && facts.speaksOfDocs),
      at("name") * near15,
      at("term") * near15,
      covered * at("nearest"),
      top.nearest.max,
      ...contentFeatures(content?.of(index.paths[file] ?? "") ?? null),
    ];
    rows.set(values, row * width);
  }
  return rows;
}

function contentFeatures(alike: ReturnType<ContentFound["of"]>): readonly number[] {
  if (alike === null) return [0, 0, 0, 0, 0, 0, 0, 0, 0];
  const of = ({ share, score, covered, rank }: Likeness) => [share, Math.log1p(score), covered, rank];
  return [1, ...of(alike.words), ...of(alike.names)];
}

function tops(scores: Scores, files: readonly number[]): Record<keyof Scores, { readonly max: number; readonly sum: number }> {
  const of = (values: Float64Array) => {
    let max = 1e-9;
    let sum = 1e-9;
    for (const file of files) {
      const value = values[file] ?? 0;
      if (value > max) max = value;
      sum += value;
    }
    return { max, sum };
  };
  const { message, term, terms, name, folder, way, covered, near5, near15, near60, nearNew, nearest } = scores;
  return {
    message: of(message),
    term: of(term),
    terms: of(terms),
    name: of(name),
    folder: of(folder),
    way: of(way),
    covered: of(covered),
    near5: of(near5),
    near15: of(near15),
    near60: of(near60),
    nearNew: of(nearNew),
    nearest: of(nearest),
  };
}

function ranks(candidates: readonly number[], values: Float64Array): Map<number, number> {
  const some = candidates.filter((file) => (values[file] ?? 0) > 0);
  some.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  return new Map(some.map((file, rank) => [file, rank]));
}

/** How much a file was changed lately: counts that halve every 40 and every 300 commits, and commits since the last change. */
export function pastOf(index: HistoryIndex, file: number): { lately: number; often: number; total: number; age: number } {
  const list = index.commitsOf[file];
  const now = index.commits.length;
  if (list === undefined || list.length === 0) return { lately: 0, often: 0, total: 0, age: 5000 };
  let lately = 0;
  let often = 0;
  for (let at = Math.max(0, list.length - 60); at < list.length; at++) {
    const age = now - (list.values[at] ?? 0);
    lately += 2 ** (-age / 40);
    often += 2 ** (-age / 300);
  }
  return { lately, often, total: list.length, age: now - (list.values[list.length - 1] ?? 0) };
}
