/** How a language writes what is not code. */
export interface Syntax {
  /** Matches the beginning of every comment and literal; global. */
  readonly openers: RegExp;
  readonly lineComments: readonly string[];
  /** Block comments nest in Rust only. */
  readonly nestedComments: boolean;
  /** Quotes that may span lines, with their closers; all others end with their line at the latest. */
  readonly multiline: ReadonlySet<string>;
  /** Quotes in which a backslash is nothing special. */
  readonly raw: ReadonlySet<string>;
  /** `/` may open a regular expression, and `${` code inside a template. */
  readonly javascript: boolean;
}

export interface Literal {
  /** Offset of the opening quote. */
  readonly at: number;
  readonly text: string;
}

export interface Masked {
  /** The source with comments and the insides of literals blanked, offsets and lines unchanged. */
  readonly code: string;
  readonly literals: readonly Literal[];
}

const LITERALS_MAX = 20_000;

/**
 * Separates code from comments and literals in one pass over the text. A hand-written approximation: an unclosed
 * quote costs the rest of its line, an unclosed block the rest of the file, never time.
 */
export function maskSource(text: string, syntax: Syntax): Masked {
  const pieces: string[] = [];
  const literals: Literal[] = [];
  const opener = new RegExp(syntax.openers.source, "g");
  let done = 0;
  for (let match = opener.exec(text); match !== null; match = opener.exec(text)) {
    const [open] = match;
    const at = match.index;
    const end = endOf(text, at, open, syntax);
    if (end <= at) continue;
    const inner = isComment(open, syntax) || open === "/" ? undefined : closing(open).length;
    pieces.push(text.slice(done, at));
    if (inner === undefined) pieces.push(blank(text.slice(at, end)));
    else {
      const closed = text.slice(Math.max(at + open.length, end - inner), end) === closing(open);
      const content = text.slice(at + open.length, closed ? end - inner : end);
      if (literals.length < LITERALS_MAX) literals.push({ at, text: content });
      pieces.push(open, blank(content), closed ? text.slice(end - inner, end) : "");
    }
    done = end;
    opener.lastIndex = end;
  }
  pieces.push(text.slice(done));
  return { code: pieces.join(""), literals };
}

function isComment(open: string, { lineComments }: Syntax): boolean {
  return open === "/*" || lineComments.includes(open);
}

/** `r##"` is closed by `"##`; every other quote by itself. */
function closing(open: string): string {
  return /^b?r#*"$/.test(open) ? `"${"#".repeat(open.split("#").length - 1)}` : open;
}

/** Offset behind the comment or literal that begins at `at`; `at` itself when nothing begins there after all. */
function endOf(text: string, at: number, open: string, syntax: Syntax): number {
  if (syntax.lineComments.includes(open)) return lineEnd(text, at);
  if (open === "/*") return syntax.nestedComments ? nestedEnd(text, at) : closedBy(text, at + 2, "*/");
  if (open === "/") return regexEnd(text, at);
  if (open === "`" && syntax.javascript) return templateEnd(text, at);
  if (syntax.raw.has(open) || open.startsWith("r") || open.startsWith("br")) return closedBy(text, at + open.length, closing(open));
  // `'a` is a lifetime in Rust; a character is closed at once.
  if (open === "'" && syntax.nestedComments) return charEnd(text, at);
  return quoteEnd(text, at + open.length, open, syntax.multiline.has(open));
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

function closedBy(text: string, from: number, close: string): number {
  const end = text.indexOf(close, from);
  return end === -1 ? text.length : end + close.length;
}

function nestedEnd(text: string, at: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at;
  let depth = 0;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    depth += match[0] === "/*" ? 1 : -1;
    if (depth === 0) return match.index + 2;
  }
  return text.length;
}

function quoteEnd(text: string, from: number, quote: string, multiline: boolean): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 10 && !multiline) return at;
    else if (code === quote.charCodeAt(0) && text.startsWith(quote, at)) return at + quote.length;
  }
  return text.length;
}

function charEnd(text: string, at: number): number {
  const char = /'(?:\\[^\n]{1,10}?|[^'\\\n]{1,2})'/y;
  char.lastIndex = at;
  return char.test(text) ? char.lastIndex : at;
}

/** A template, with code in `${…}` counted by braces; the code inside is not looked into. */
function templateEnd(text: string, at: number): number {
  let depth = 0;
  for (let next = at + 1; next < text.length; next++) {
    const code = text.charCodeAt(next);
    if (code === 92) next++;
    else if (depth === 0 && code === 96) return next + 1;
    else if (code === 36 && text.charCodeAt(next + 1) === 123) {
      depth++;
      next++;
    } else if (depth > 0 && code === 123) depth++;
    else if (depth > 0 && code === 125) depth--;
  }
  return text.length;
}

/** A regular expression stands where a value is expected and ends on its line; anything else is a division. */
function regexEnd(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - 12), at).trimEnd();
  if (!/(?:[(,=:[!&|?{};+]|\breturn|\bcase|=>)$/.test(before) && before !== "") return at;
  let inClass = false;
  for (let next = at + 1; next < text.length; next++) {
    const code = text.charCodeAt(next);
    if (code === 10) return at;
    if (code === 92) next++;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === 47 && !inClass) return next + 1;
  }
  return at;
}

function blank(text: string): string {
  return text.includes("\n") ? text.replace(/[^\n]/g, " ") : " ".repeat(text.length);
}
