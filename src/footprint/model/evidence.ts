import type { HistoryIndex } from "../history/history-index.ts";
import type { Mention } from "../mentions/mention.ts";
import { wordsOf } from "../words.ts";
import { pastOf } from "./first-features.ts";
import type { Rating } from "./rate.ts";

const NEAREST = 15;
const SUBJECT_CHARACTERS_MAX = 60;
const SENTENCES_MAX = 4;
const WORDS_MAX = 3;

interface Known {
  readonly index: HistoryIndex;
  readonly rating: Rating;
  readonly mentions: readonly Mention[];
  readonly terms: ReadonlyMap<string, number>;
}

/** Why a file is predicted, in sentences that can be checked against the repository, strongest first. Never empty. */
export function evidenceOf({ index, rating, mentions, terms }: Known, file: number): readonly string[] {
  const path = index.paths[file] ?? "";
  const sentences = [
    ...namedIn(mentions, path),
    ...resembling(index, rating, file),
    ...changedTogether(index, rating, file),
    ...inItsPath(path, terms),
    ...inItsContent(rating, path),
    ...often(index, file),
  ];
  return sentences.length === 0 ? ["lies near files that past commits with such words changed"] : sentences.slice(0, SENTENCES_MAX);
}

function namedIn(mentions: readonly Mention[], path: string): readonly string[] {
  const named = mentions.find((one) => one.path === path && !one.forbidden) ?? mentions.find((one) => path.startsWith(`${one.path}/`));
  if (named === undefined || named.forbidden) return [];
  const what = named.kind === "symbol" ? "defines, and the prompt names, " : named.kind === "route" ? "serves, and the prompt names, " : "";
  return [what === "" ? `named in the prompt: \`${named.quote}\`` : `${what}\`${named.quote}\``];
}

function resembling(index: HistoryIndex, { neighbours }: Rating, file: number): readonly string[] {
  const nearest = neighbours.slice(0, NEAREST);
  const touching = nearest.filter(({ commit }) => filesOf(index, commit).includes(file));
  const example = index.commits[touching[0]?.commit ?? -1];
  if (example === undefined) return [];
  const subject = example.subject.slice(0, SUBJECT_CHARACTERS_MAX);
  return [`changed by ${touching.length} of the ${nearest.length} nearest past commits, e.g. ${example.oid.slice(0, 7)} '${subject}'`];
}

function changedTogether(index: HistoryIndex, { links }: Rating, file: number): readonly string[] {
  const seed = links.top.get(file)?.seed;
  const past = seed === undefined ? undefined : index.commitsOf[seed];
  if (seed === undefined || past === undefined) return [];
  const commits = Array.from(past.values.subarray(0, past.length));
  const both = commits.filter((commit) => filesOf(index, commit).includes(file)).length;
  return both === 0 ? [] : [`changes together with ${index.paths[seed]} in ${both} of ${commits.length} commits`];
}

function inItsPath(path: string, terms: ReadonlyMap<string, number>): readonly string[] {
  const shared = [...new Set(wordsOf(path))].filter((word) => terms.has(word));
  return shared.length === 0 ? [] : [`its path has ${shared.map((word) => `\`${word}\``).join(", ")}`];
}

function inItsContent({ content }: Rating, path: string): readonly string[] {
  const shared = content?.sharedWords(path).slice(0, WORDS_MAX) ?? [];
  return shared.length === 0 ? [] : [`its content has ${shared.map((word) => `\`${word}\``).join(", ")}`];
}

function often(index: HistoryIndex, file: number): readonly string[] {
  const { total } = pastOf(index, file);
  return total === 0 ? [] : [`changed by ${total} of ${index.commits.length} past commits`];
}

function filesOf({ files, starts }: HistoryIndex, commit: number): Int32Array {
  return files.values.subarray(starts.values[commit] ?? 0, starts.values[commit + 1] ?? 0);
}
