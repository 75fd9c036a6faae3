/** A line of Markdown, with what the lines around it make of it. */
export interface Line {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  /** Columns of white space before the text; a tab counts as four. */
  readonly indent: number;
  /** Inside a code fence, or the fence itself. */
  readonly code: boolean;
  /** Inside an HTML comment that spans lines. */
  readonly comment: boolean;
}

/** Regular expressions below see no more of a line than this, so no line can make them slow. */
const LINE_CHARACTERS_MAX = 2000;

const FENCE = /^\s{0,12}(?:[-*+]\s+|>\s*)?(`{3,}|~{3,})(.*)$/;

/** Splits Markdown into lines, at most `linesMax`; byte order mark and carriage returns are dropped. */
export function linesOf(text: string, linesMax?: number): Line[] {
  const raw = text
    .replace(/^\uFEFF/, "")
    .split("\n", linesMax)
    .map((line) => (line.length > LINE_CHARACTERS_MAX ? line.slice(0, LINE_CHARACTERS_MAX) : line).replace(/\r$/, ""));
  const code = fencedLines(raw);
  const comment = commentedLines(raw, code);
  return raw.map((line, index) => ({
    number: index + 1,
    text: line,
    indent: indentOf(line),
    code: code.has(index),
    comment: comment.has(index),
  }));
}

/** Lines that are prose: neither code nor comment. */
export function proseOf(lines: readonly Line[]): Line[] {
  return lines.filter((line) => !line.code && !line.comment);
}

function indentOf(text: string): number {
  const first = text[0];
  if (first !== " " && first !== "\t") return 0;
  const white = /^[ \t]*/.exec(text)?.[0] ?? "";
  return white.replaceAll("\t", "    ").length;
}

/**
 * Pairs fences as a person would. Real prompts contain stray ones: an opener followed by another opener, or one that
 * nothing closes, is stray and hides nothing; otherwise half a file would vanish.
 */
function fencedLines(lines: readonly string[]): Set<number> {
  const fences = lines.flatMap((line, index) => {
    const match = line.includes("```") || line.includes("~~~") ? FENCE.exec(line) : null;
    return match?.[1] === undefined ? [] : [{ index, mark: match[1], bare: (match[2] ?? "").trim() === "" }];
  });
  const inside = new Set<number>();
  let opener: (typeof fences)[number] | undefined;
  for (const fence of fences) {
    if (opener === undefined) opener = fence;
    else if (!closes(opener.mark, fence.mark)) continue;
    else if (!fence.bare) opener = fence;
    else {
      for (let line = opener.index; line <= fence.index; line++) inside.add(line);
      opener = undefined;
    }
  }
  return inside;
}

function closes(opener: string, closer: string): boolean {
  return opener[0] === closer[0] && closer.length >= opener.length;
}

/** Comments over several lines; an opener that nothing closes hides nothing. */
function commentedLines(lines: readonly string[], code: ReadonlySet<number>): Set<number> {
  const inside = new Set<number>();
  let opened: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (opened !== undefined) {
      if (!line.includes("-->")) continue;
      for (let at = opened; at <= index; at++) inside.add(at);
      opened = undefined;
    } else if (line.includes("<!--") && !code.has(index) && line.lastIndexOf("<!--") > line.lastIndexOf("-->")) opened = index;
  }
  return inside;
}
