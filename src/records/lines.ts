/** One line of a file with the line ending it had, so that what nobody edits stays byte for byte. */
export interface Line {
  readonly text: string;
  readonly end: "" | "\n" | "\r\n";
}

/** Replace `remove` lines from index `at` (0-based) by `insert`; with `remove` 0 it inserts before `at`. */
export interface LineEdit {
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly string[];
}

/** Longer lines are data, not text somebody wrote: they are kept and never read. */
export const LINE_CHARACTERS_MAX = 4_000;

/** Splits a text into lines; joining `text + end` of all gives the text back exactly. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    if (newline === -1) {
      lines.push({ text: text.slice(start), end: "" });
      break;
    }
    const carriage = newline > start && text[newline - 1] === "\r";
    lines.push({ text: text.slice(start, carriage ? newline - 1 : newline), end: carriage ? "\r\n" : "\n" });
    start = newline + 1;
  }
  return lines;
}

/**
 * Applies edits whose removals do not overlap, given in any order; those at one place apply in the order given. New lines take the ending of the line they replace, else the
 * one most lines have; a text without a final newline stays without one.
 */
export function editLines(text: string, edits: readonly LineEdit[]): string {
  if (edits.length === 0) return text;
  const lines = splitLines(text);
  const ended = lines.filter(({ end }) => end !== "");
  const usual = ended.filter(({ end }) => end === "\r\n").length * 2 > ended.length ? "\r\n" : "\n";
  const result: Line[] = [];
  let next = 0;
  for (const { at, remove, insert } of edits.toSorted((a, b) => a.at - b.at)) {
    result.push(...lines.slice(next, at));
    const end = (remove > 0 && lines[at]?.end) || usual;
    result.push(...insert.map((line) => ({ text: line, end }) as const));
    next = Math.max(next, at + remove);
  }
  result.push(...lines.slice(next));
  const noFinalNewline = lines.at(-1)?.end === "";
  return result.map(({ text, end }, index) => text + (noFinalNewline && index === result.length - 1 ? "" : end || usual)).join("");
}

/**
 * Which lines are inside a fenced code block, fences included. A fence that is never closed is taken for a stray:
 * the wild has many, and everything after it would vanish.
 */
export function fencedLines(lines: readonly Line[]): readonly boolean[] {
  const fenced = lines.map(() => false);
  let open: { readonly line: number; readonly fence: string } | undefined;
  for (const [index, { text }] of lines.entries()) {
    const fence = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1];
    if (fence === undefined) continue;
    if (open === undefined) open = { line: index, fence };
    else if (fence[0] === open.fence[0] && fence.length >= open.fence.length) {
      fenced.fill(true, open.line, index + 1);
      open = undefined;
    }
  }
  return fenced;
}

/** Text of unknown origin made safe for one line of a record: no control characters, no more than `charactersMax`. */
export function oneLine(text: string, charactersMax = 200): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must not pass.
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
  return plain.length > charactersMax ? `${plain.slice(0, charactersMax - 1)}…` : plain;
}
