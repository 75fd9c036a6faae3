/**
 * Words that say nothing about where a change lies. Verbs of commit messages ("add", "fix") stay: inverse document
 * frequency makes them weak by itself, and in some repositories they name a folder.
 */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a an and are as at be been but by can could did do does for from had has have how i if in into is it its may might more must my no not of " +
    "off on one only or our out over own per should so some such than that the their them then there these they this those to too under up " +
    "us via was we were what when where which while who why will with without would you your"
  ).split(" "),
);

const WORD = /[\p{L}\p{N}]+/gu;
/** `HTTPServer2Client` → HTTP, Server, 2, Client: at lower→upper, at the end of a run of capitals, and around digits. */
const HUMP = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u;
const NEEDS_HUMPS = /\p{L}\p{N}|\p{N}\p{L}|\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u;
const WORD_CHARACTERS_MAX = 40;

/**
 * The words of a text or path, in order and with repetitions: split at everything that is neither letter nor digit and at the
 * humps of camelCase; lower case; without stop words, single letters and hash-like runs; plurals and singulars alike.
 * Pure; the same for prompts, paths, symbols and commit messages, so that they meet.
 */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const [run] of text.matchAll(WORD)) {
    if (run.length > WORD_CHARACTERS_MAX) continue;
    // `e2e`, `s3` and `k8s` are words.
    if (run.length <= 3 || !NEEDS_HUMPS.test(run)) push(words, run);
    else for (const part of run.split(HUMP)) push(words, part);
  }
  return words;
}

/**
 * The identifiers of a text as wholes, lower case and without separators (`readBlob`, `read_blob` and `read-blob` are all
 * `readblob`): only those of two or more parts, because single words are what `wordsOf` gives.
 */
export function identifiersOf(text: string): readonly string[] {
  const found: string[] = [];
  for (const [run] of text.matchAll(/[\p{L}\p{N}]+(?:[_-][\p{L}\p{N}]+)*/gu)) {
    if (run.length > 2 * WORD_CHARACTERS_MAX || !(NEEDS_HUMPS.test(run) || /[_-]/.test(run))) continue;
    const whole = run.replaceAll(/[_-]/g, "").toLowerCase();
    if (whole.length > 3 && !/^[\p{N}]+$/u.test(whole)) found.push(stem(whole));
  }
  return found;
}

function push(words: string[], part: string): void {
  const word = part.toLowerCase();
  if (word.length < 2 || STOP_WORDS.has(word) || /^\p{N}{5,}$/u.test(word)) return;
  words.push(stem(word));
}

/** A light plural stem: entries → entry, classes → class, files → file; status, class and analysis stay. */
function stem(word: string): string {
  if (word.length < 4 || !word.endsWith("s")) return word;
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return /(?:ss|us|is)$/.test(word) ? word : word.slice(0, -1);
}
