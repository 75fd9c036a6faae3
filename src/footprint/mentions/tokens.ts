import { looksLikePath } from "../../tasks/declared-paths.ts";
import { fieldsOf } from "../../tasks/fields.ts";
import { readOwnership } from "../../tasks/formats/ownership.ts";
import { type Line, linesOf } from "../../tasks/lines.ts";

/** A word of a text that may name something of the repository, and how it is said. */
export interface Token {
  readonly text: string;
  /** `listed`: in a list of files the text gives to the task; `field`: behind **Files:** or **Module:**; `ticked`: in backticks, quotes or code. */
  readonly said: "listed" | "field" | "ticked" | "bare";
  readonly forbidden: boolean;
  /** `Delete src/old.ts`: what is named shall be gone. */
  readonly deleted: boolean;
  /** What its surroundings take from its strength: 1 nothing. */
  readonly weight: number;
}

/** A prompt is a few pages; what is longer is data, and its beginning says what it is about. */
const TEXT_CHARACTERS_MAX = 256 * 1024;
const TOKENS_MAX = 20_000;
const TOKEN_CHARACTERS_MAX = 400;

/** Steps of the paper procedure that every prompt repeats: registering sessions, ticking roadmaps, pushing. */
const PROCEDURE =
  /ACTIVE_SESSIONS|MASTER_ROADMAP|\bsession[ -](?:id|file|registry|table)\b|\bregister (?:your |the )?session|\bgit (?:add|commit|push|pull|rebase|fetch|checkout|merge)\b|\bdocs\/sessions\b/i;
/** How the text itself came to be. */
const PROVENANCE = /^\W{0,6}(?:generator|generated (?:by|from|at|on)|created (?:by|on)|author|last (?:updated|validated|modified))\b/i;
const FORBIDS = /\b(?:do not|don'?t|must not|never|without) (?:touch|modify|edit|chang|alter)\w*/i;
const EVERYTHING_ELSE = /\b(?:any|all) other\b|\bno other files?\b|\banything else\b/i;
/** Said of things that are there and stay there. */
const STAYS =
  /\b(?:stays?|remains?|left|keep|kept) (?:as (?:it is|they are|is)|unchanged|untouched)|\bas an example\b|\bfor reference\b|\bread[- ]only\b/i;
/** `README.md says what …`: it is to be read. */
const DESCRIBES = /^\W{0,4} (?:says|tells|describes|explains|shows|documents|lists|defines|contains)\b/;
const DELETES = /\b(?:delete|remove|drop)\s+(?:the\s+)?(?:(?:old|obsolete|dead|unused|legacy|file|files|module|script|workflow)\s+){0,3}$/i;
/** `Remove orders.ts from the list`: it is taken out of something, not away. */
const TAKEN_OUT = /^\W{0,4} (?:from|out of|in)\b/;
const READ_FIRST = /^\W*(?:\d+[.)]\s*)?(?:read|see|refer to|look at|study)\b/i;

/** The tokens of a text in its order; linear in its length, which counts up to `TEXT_CHARACTERS_MAX` characters. */
export function tokensOf(text: string): readonly Token[] {
  const read = text.slice(0, TEXT_CHARACTERS_MAX);
  const tokens: Token[] = readOwnership(read).flatMap(({ name, value }) =>
    [value].flat().map((item) => ({ text: item, said: "listed" as const, forbidden: name === "forbids", deleted: false, weight: 1 })),
  );
  for (const line of linesOf(read)) {
    if (tokens.length >= TOKENS_MAX) break;
    if (!line.comment && !PROCEDURE.test(line.text) && !PROVENANCE.test(line.text)) tokens.push(...tokensOfLine(line));
  }
  return tokens.slice(0, TOKENS_MAX);
}

function tokensOfLine(line: Line): Token[] {
  const named = fieldsOf(line.text, line.number);
  const owned = named.some(({ name }) => name === "paths" || name === "owns");
  const forbids = named.some(({ name }) => name === "forbids");
  const refusal = EVERYTHING_ELSE.test(line.text) ? -1 : line.text.search(FORBIDS);
  const weight = STAYS.test(line.text) ? 0.2 : READ_FIRST.test(line.text) ? 0.5 : 1;
  return wordsOf(line).map(({ text, at, ticked }) => {
    // Its mark, such as a backtick, comes before it.
    const end = line.text.indexOf(text, at) + text.length;
    const [before, after] = [line.text.slice(Math.max(0, at - 60), at), line.text.slice(end, end + 40)];
    return {
      text,
      said: owned ? "field" : ticked ? "ticked" : "bare",
      forbidden: forbids || (refusal !== -1 && at > refusal),
      deleted: DELETES.test(before) && !TAKEN_OUT.test(after),
      weight: DESCRIBES.test(after) ? Math.min(weight, 0.5) : weight,
    };
  });
}

interface Word {
  readonly text: string;
  readonly at: number;
  readonly ticked: boolean;
}

const MARKED = /`([^`]{1,400})`|"([^"\s]{1,400})"|'([^'\s]{1,400})'|\]\(([^)\s]{1,400})\)/g;

/** What is marked as code, quoted or linked, and every other run between spaces and brackets. */
function wordsOf({ text, code }: Line): Word[] {
  const words: Word[] = [];
  let done = 0;
  const bare = (from: number, to: number) => {
    for (const match of text.slice(from, to).matchAll(/[^\s()<>|,;"'`“”‘’]+/g)) {
      push(words, match[0], from + match.index, code);
    }
  };
  for (const match of text.matchAll(MARKED)) {
    bare(done, match.index);
    done = match.index + match[0].length;
    const inner = match[1] ?? match[2] ?? match[3] ?? match[4] ?? "";
    const parts = inner.split(/[\s,;|]+/);
    // Of `npm run seed` only what looks like a path is a name.
    for (const word of parts) push(words, word, match.index, parts.length === 1 || looksLikePath(word));
  }
  bare(done, text.length);
  return words;
}

function push(words: Word[], raw: string, at: number, ticked: boolean): void {
  const text = raw.replace(/^[*_([{]{1,3}(?=[\w./@])|[*_]{2,3}$/g, "").replace(/(?:[.:!?…]{1,3}|'s)$/, "");
  if (text.length > 1 && text.length <= TOKEN_CHARACTERS_MAX) words.push({ text, at, ticked });
  else if (text === "/" && ticked) words.push({ text, at, ticked });
}
