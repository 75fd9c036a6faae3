import { isAbsolute, relative } from "node:path";
import type { AgentEvent } from "../core/agent.ts";

/** Turns one line of an agent's standard output into events of our vocabulary. Never throws: the line is untrusted. */
export type OutputParser = (line: string) => readonly AgentEvent[];

const EVENT_TEXT_CHARACTERS_MAX = 4000;

/** Text as an event, short enough to be stored; blank text is no event. */
export function textEvents(text: string): readonly AgentEvent[] {
  return text.trim() === "" ? [] : [{ kind: "text", text: shortText(text) }];
}

/** The beginning of `text`, at most 4,000 characters, with a mark where it was cut. */
export function shortText(text: string, charactersMax = EVENT_TEXT_CHARACTERS_MAX): string {
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 1)}…`;
}

/** Escape sequences of terminals (ECMA-48): colours and cursor moves, and titles. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/g;

/** A program's words without what they would do to a terminal; opencode's last line is often nothing else. */
export function withoutEscapes(line: string): string {
  return line.includes("\u001b") ? line.replace(ESCAPES, "") : line;
}

/** The value of a line of JSON, or undefined when it is none. */
export function parseJsonLine(line: string): unknown {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Paths as people know them: relative to the work tree where they are inside it. */
export function pathsInside(workspace: string, paths: readonly (string | undefined)[]): readonly string[] {
  return paths.flatMap((path) => {
    if (path === undefined || path === "") return [];
    const inside = isAbsolute(path) ? relative(workspace, path) : path;
    if (inside === "") return ["."];
    return [shortText(inside.startsWith("..") ? path : inside, 1000)];
  });
}
