import type { Twins } from "../../core/plan.ts";
import type { Task } from "../../core/task.ts";
import { wordsOf } from "../../footprint/words.ts";
import { counted } from "./own-words.ts";
import { readable } from "./probability.ts";
import { type TextSimilarity, textSimilarity } from "./text-similarity.ts";

/** Two tasks that may make the same change. */
export interface TwinPair {
  readonly a: string;
  readonly b: string;
  readonly probability: number;
  readonly evidence: readonly string[];
}

/** What two tasks that share files have in common, before their texts are compared. */
export interface TwinCandidate {
  readonly a: Task;
  readonly b: Task;
  /** Weighted Jaccard similarity of what they write, in [0, 1]. */
  readonly files: number;
  readonly symbols: readonly string[];
}

/** Twins make the same change, so they write mostly the same files. */
export const TWIN_FILES_FROM = 0.5;
/** The examples' twins have 0.72, its pairs of different tasks at most 0.18; two tasks of one form and file stay below 0.5. */
const TWIN_TEXT_FROM = 0.5;
const TWIN_FROM = 0.35;
/** Both texts speak of one function or route that few others name. */
const SAME_SYMBOL = 0.1;

/**
 * Decides which candidates are asked for the same change twice: similar files, similar titles, similar words after what
 * is only form is taken out. The probability is the product of the similarities; there is no public collection of twins
 * to calibrate it on.
 * @param words how alike the owner's words of two tasks are
 */
export function twinFinder(tasks: readonly Task[], words: TextSimilarity): (candidate: TwinCandidate) => TwinPair | undefined {
  const titleLike = textSimilarity(new Map(tasks.map(({ id, title }) => [id, counted(wordsOf(title.replaceAll(id, " ")))])));
  return ({ a, b, files, symbols }) => {
    if (files < TWIN_FILES_FROM) return undefined;
    const [titles, text] = [titleLike.between(a.id, b.id), words.between(a.id, b.id)];
    const said = Math.min(1, (titles + text) / 2 + (symbols.length > 0 ? SAME_SYMBOL : 0));
    const probability = readable(files * said);
    if (said < TWIN_TEXT_FROM || probability < TWIN_FROM) return undefined;
    const evidence = [
      `the same files (similarity ${files.toFixed(2)})`,
      `similar titles (${titles.toFixed(2)}): "${a.title}" and "${b.title}"`,
      `similar texts without their common form (${text.toFixed(2)})`,
      ...(symbols.length > 0 ? [`both speak of ${symbols.slice(0, 3).join(", ")}`] : []),
    ];
    return { a: a.id, b: b.id, probability, evidence };
  };
}

/** Pairs that are all twins of each other become one group; the first task of each is the one that goes first. */
export function twinGroups(pairs: readonly TwinPair[], isBefore: (a: string, b: string) => boolean): Twins[] {
  const twin = new Set(pairs.flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]));
  const groups: string[][] = [];
  for (const { a, b } of [...pairs].sort((x, y) => y.probability - x.probability)) {
    const fits = (group: readonly string[], task: string) => group.every((other) => other === task || twin.has(`${other} ${task}`));
    if (groups.some((group) => group.includes(a) && group.includes(b))) continue;
    const group = groups.find((some) => (some.includes(a) || some.includes(b)) && fits(some, a) && fits(some, b));
    if (group === undefined) groups.push([a, b]);
    else group.push(...[a, b].filter((task) => !group.includes(task)));
  }
  return groups.map((group) => {
    const tasks = group.sort((a, b) => (isBefore(a, b) ? -1 : 1));
    const own = pairs.filter(({ a, b }) => tasks.includes(a) && tasks.includes(b));
    const [first, ...others] = tasks;
    const proposal = `merge ${others.join(" and ")} into ${first}, or let ${first} go first: the others end as done by it where their acceptance passes`;
    return {
      tasks,
      probability: Math.min(...own.map(({ probability }) => probability)),
      proposal,
      evidence: [...new Set(own.flatMap(({ evidence }) => evidence))],
    };
  });
}
