import { wordsOf } from "../words.ts";

/** What a file says is in its beginning; the rest of a larger one is more of the same. */
const CHARACTERS_MAX = 128 * 1024;
/** A longer line is data. */
const LINE_CHARACTERS_MAX = 500;
/** A file of more different words is a word list. The most frequent stay. */
const WORDS_MAX = 800;

/** Of what separates ASCII words; all other characters are left to `wordsOf`. */
const SEPARATES = Uint8Array.from({ length: 128 }, (_, code) => Number(!/[A-Za-z0-9]/.test(String.fromCharCode(code))));
/** Code says the same again and again: splitting it costs most. Longer parts of a text would keep all of it in memory. */
const known = new Map<string, readonly string[]>();
const KNOWN_MAX = 200_000;
const KNOWN_CHARACTERS_MAX = 12;

/** The words of a content with how often each occurs, as `wordsOf` gives them; at most `WORDS_MAX` different ones. Linear. */
export function countWords(text: string): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  for (const [run, count] of countRuns(text.slice(0, CHARACTERS_MAX))) {
    for (const word of wordsIn(run)) words.set(word, (words.get(word) ?? 0) + count);
  }
  if (words.size <= WORDS_MAX) return words;
  return new Map([...words].sort(([, a], [, b]) => b - a).slice(0, WORDS_MAX));
}

/** By hand, because it is several times as fast as a regular expression, and every byte of a repository comes by here. */
function countRuns(text: string): ReadonlyMap<string, number> {
  const runs = new Map<string, number>();
  for (let line = 0; line < text.length; ) {
    const found = text.indexOf("\n", line);
    const end = found === -1 ? text.length : found;
    if (end - line <= LINE_CHARACTERS_MAX) countRunsOf(text, line, end, runs);
    line = end + 1;
  }
  return runs;
}

function countRunsOf(text: string, from: number, to: number, runs: Map<string, number>): void {
  let start = from;
  for (let at = from; at <= to; at++) {
    const code = at === to ? 0 : text.charCodeAt(at);
    if (code >= SEPARATES.length || SEPARATES[code] === 0) continue;
    if (at - start > 1) {
      const run = text.slice(start, at);
      runs.set(run, (runs.get(run) ?? 0) + 1);
    }
    start = at + 1;
  }
}

function wordsIn(run: string): readonly string[] {
  if (run.length > KNOWN_CHARACTERS_MAX) return wordsOf(run);
  let words = known.get(run);
  if (words === undefined) {
    words = wordsOf(run);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(run, words);
  }
  return words;
}

/** The same as one short text, `order:3 total`: a hundred thousand files' words are kept. */
export function packWords(words: ReadonlyMap<string, number>): string {
  return Array.from(words, ([word, count]) => (count === 1 ? word : `${word}:${count}`)).join(" ");
}

/** What `packWords` was given. */
export function unpackWords(packed: string): readonly (readonly [word: string, count: number])[] {
  if (packed === "") return [];
  return packed.split(" ").map((item) => {
    const colon = item.indexOf(":");
    return colon === -1 ? [item, 1] : [item.slice(0, colon), Number(item.slice(colon + 1))];
  });
}
