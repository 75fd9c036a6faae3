import type { Task } from "../../core/task.ts";
import { wordsOf } from "../../footprint/words.ts";

/** A line that this many texts and this share of them have in common is their form, not what one of them is about. */
const FORM_TEXTS_MIN = 3;
const FORM_SHARE_MIN = 0.2;

/** The owner's words by task; of a task without, the title stands for them. */
export function textsOf(tasks: readonly Task[], texts: ReadonlyMap<string, string> | undefined): ReadonlyMap<string, string> {
  const without = tasks.filter(({ id }) => texts?.has(id) !== true);
  return new Map([...(texts ?? []), ...without.map(({ id, title }) => [id, title] as const)]);
}

/**
 * The words of each text without what many of them share: headings, protocols, signatures. Ids and numbers do not make a
 * line different.
 * @returns by task, each word once with how often it occurs.
 */
export function ownWords(texts: ReadonlyMap<string, string>): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const lines = new Map([...texts].map(([task, text]) => [task, text.split(/\r?\n/)]));
  const texts_ = new Map<string, number>();
  for (const own of lines.values()) for (const form of new Set(own.map(formOf))) texts_.set(form, (texts_.get(form) ?? 0) + 1);
  const many = Math.max(FORM_TEXTS_MIN, FORM_SHARE_MIN * texts.size);
  const isForm = (line: string) => (texts_.get(formOf(line)) ?? 0) >= many;
  return new Map([...lines].map(([task, own]) => [task, counted(wordsOf(own.filter((line) => !isForm(line)).join("\n")))]));
}

function formOf(line: string): string {
  return line
    .toLowerCase()
    .replaceAll(/[a-z]+[-_]\d+/g, "#")
    .replaceAll(/\d+/g, "0")
    .trim();
}

export function counted(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
