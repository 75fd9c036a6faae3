import { scanFile } from "../../footprint/tree/scan-file.ts";

/** One line of code that says something: neither empty nor a comment. */
export interface CodeLine {
  readonly text: string;
  /** The names whose definitions it is part of, by indentation, the outermost first; its own last. */
  readonly within: readonly string[];
}

/** A file by lines. */
export interface Code {
  readonly lines: readonly CodeLine[];
  /** Every name it defines; empty where its language is not read. */
  readonly symbols: ReadonlySet<string>;
}

const COMMENT = /^(?:\/\/|\/?\*|#(?!\[|!\[|include|define))/;
/** Belongs to the definition below it. */
const ANNOTATION = /^(?:@|#!?\[)/;
const CLOSER = /^[)\]}]|^[{(]?$/;
/** A line that begins with one of these defines nothing. */
const STATEMENTS: ReadonlySet<string> = new Set(
  "if else for while do switch case return await yield throw new try catch finally assert import from use package in not and or del raise with".split(
    " ",
  ),
);

/**
 * Splits a file into lines and says which definitions each is part of. An approximation by indentation over the names the
 * footprint's scanners find: formatted code of the five languages they read is told apart function by function, method by
 * method; anything else costs precision only. Linear in the file's size.
 */
export function readCode(path: string, text: string): Code {
  const symbols = new Set(scanFile(path, Buffer.from(text)).symbols);
  const lines: { text: string; within: readonly string[] }[] = [];
  const open: { readonly indent: number; readonly names: readonly string[] }[] = [];
  let annotations = 0;
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line === "" || COMMENT.test(line)) continue;
    const indent = raw.length - raw.trimStart().length;
    const closes = CLOSER.test(line);
    while (!closes && (open.at(-1)?.indent ?? -1) >= indent) open.pop();
    if (closes) while ((open.at(-1)?.indent ?? -1) > indent) open.pop();
    const names = closes ? [] : definedOn(line, indent, symbols);
    if (!closes) open.push({ indent, names });
    const within = open.flatMap((each) => each.names);
    lines.push({ text: line, within });
    if (ANNOTATION.test(line)) annotations++;
    else {
      for (let at = lines.length - 1 - annotations; at < lines.length - 1; at++)
        lines.splice(at, 1, { text: lines[at]?.text ?? "", within });
      annotations = 0;
    }
  }
  return { lines, symbols };
}

/** The name a line defines, with the type a Go method belongs to. */
function definedOn(line: string, indent: number, symbols: ReadonlySet<string>): readonly string[] {
  const method = /^func\s*\(\s*\w+\s+\*?([A-Za-z_]\w*)[^)\n]{0,100}\)\s*([A-Za-z_]\w*)/.exec(line);
  if (method !== null) return method.slice(1, 3).filter((name) => symbols.has(name));
  const plain = line.replace(/^pub\s?\([^)]{0,40}\)/, "pub");
  const end = plain.search(/[(={:]/);
  const words = wordsOf(end === -1 ? plain : plain.slice(0, end));
  const [first] = words;
  if (first === undefined || STATEMENTS.has(first)) return [];
  const name = words.find((word) => symbols.has(word));
  if (name === undefined) return [];
  // One word alone is a definition only as a method with its block, or as a constant of the module.
  const isDefinition = words.length > 1 || plain.endsWith("{") || (indent === 0 && plain[end] === "=");
  return isDefinition ? [name] : [];
}

const WORD = /[A-Za-z_$][\w$]*/g;

/** The identifiers of a piece of code, in order. */
export function wordsOf(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}
