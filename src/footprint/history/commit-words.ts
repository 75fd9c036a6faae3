import { identifiersOf, wordsOf } from "../words.ts";

/** Terms of a text with their weights, for retrieval. Terms are words and, marked by a first character, compounds. */
export type Terms = ReadonlyMap<string, number>;

/** `fix(cli)!: …`, `ui(coordinator): …`, `orchestrator: …`, `[codex] …`, `/internal/storage: …` */
const PREFIX = /^(?:([\w./-]{1,40})(?:\(([^)]{1,60})\))?!?:|\[([^\]]{1,30})\])\s/;
const BODY_WORDS_MAX = 120;
const BODY_WEIGHT = 0.35;
const IDENTIFIER = "@";
const PAIR = "~";
const SCOPE = "#";

/**
 * The terms of a message or prompt. The subject counts 1 per word, the rest of the text less and only its first words: it
 * repeats and digresses. Beside the words stand identifiers as wholes, neighbouring words of the subject as pairs, and
 * the type and scope of a conventional subject.
 */
export function termsOf(subject: string, body: string): Terms {
  const terms = new Map<string, number>();
  const add = (term: string, weight: number) => terms.set(term, (terms.get(term) ?? 0) + weight);
  eachTerm(subject, add);
  const prefix = PREFIX.exec(subject);
  if (prefix !== null) {
    const [, type, scope, tag] = prefix;
    if (type !== undefined) add(`${SCOPE}${type.toLowerCase()}`, 0.7);
    for (const name of [scope, tag]) if (name !== undefined) add(`${SCOPE}(${name.toLowerCase()})`, 1);
  }
  if (body !== "") addBody(body, add);
  return terms;
}

/** The words of a subject or name, neighbouring ones as pairs, and identifiers as wholes. */
export function eachTerm(text: string, add: (term: string, weight: number) => void): void {
  const words = wordsOf(text);
  for (const [index, word] of words.entries()) {
    add(word, 1);
    const next = words[index + 1];
    if (next !== undefined) add(`${PAIR}${word} ${next}`, 0.6);
  }
  for (const identifier of identifiersOf(text)) add(IDENTIFIER + identifier, 1);
}

function addBody(body: string, add: (term: string, weight: number) => void): void {
  const text = body.slice(0, BODY_WORDS_MAX * 12);
  for (const word of wordsOf(text).slice(0, BODY_WORDS_MAX)) add(word, BODY_WEIGHT);
  for (const identifier of identifiersOf(text).slice(0, BODY_WORDS_MAX)) add(IDENTIFIER + identifier, BODY_WEIGHT);
}
