import type { Keyed, Part } from "./keyed-tree.ts";

const DEPTH_MAX = 200;
/** A string's content is checked by `JSON.parse`, token by token. */
const TOKEN = /[ \t\r\n]*(?:("(?:[^"\\]|\\.)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([{}[\]:,]))/y;

/** JSON with the place of every part. Undefined for anything `JSON.parse` refuses, for a key named twice, and for deep nesting. */
export function parseJson(text: string): Keyed | undefined {
  let at = 0;
  try {
    const value = parseValue(take(), 0);
    return text.slice(at).trim() === "" ? value : undefined;
  } catch {
    return undefined;
  }

  interface Token {
    readonly text: string;
    readonly start: number;
    readonly end: number;
  }

  function take(): Token {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const token = match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4];
    if (token === undefined) throw new SyntaxError("no token");
    at = TOKEN.lastIndex;
    return { text: token, start: at - token.length, end: at };
  }

  function parseValue(token: Token, depth: number): Keyed {
    if (depth > DEPTH_MAX) throw new SyntaxError("too deep");
    if (token.text === "{" || token.text === "[") return parseBranch(token, depth);
    if (/^[}\]:,]/.test(token.text)) throw new SyntaxError("no value");
    // Strings may spell one text in several ways; numbers keep their digits, which a double could lose.
    const canonical = token.text.startsWith('"') ? JSON.stringify(JSON.parse(token.text)) : token.text;
    return { kind: "leaf", text: canonical, at: { start: token.start, end: token.end } };
  }

  function parseBranch(open: Token, depth: number): Keyed {
    const kind = open.text === "{" ? "map" : "list";
    const closer = kind === "map" ? "}" : "]";
    const parts: Part[] = [];
    const keys = new Set<string>();
    for (let token = take(); token.text !== closer || parts.length > 0; token = take()) {
      const first = token;
      if (kind === "map" && (!token.text.startsWith('"') || take().text !== ":")) throw new SyntaxError("no key");
      const value = parseValue(kind === "map" ? take() : token, depth + 1);
      const key = kind === "map" ? String(JSON.parse(first.text)) : String(parts.length);
      if (keys.has(key)) throw new SyntaxError("a key twice");
      keys.add(key);
      parts.push({ key, index: parts.length, value, at: { start: first.start, end: value.at.end } });
      const next = take();
      if (next.text === closer) return { kind, parts, at: { start: open.start, end: next.end } };
      if (next.text !== ",") throw new SyntaxError("no comma");
    }
    return { kind, parts, at: { start: open.start, end: at } };
  }
}
