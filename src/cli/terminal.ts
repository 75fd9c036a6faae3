import type { TerminalOptions } from "../pages/terminal/plan-lines.ts";

/** Columns of a file or a pipe, which has none: what a mail or an issue shows unbroken. */
const COLUMNS_ELSEWHERE = 100;

/** How wide the terminal is, and whether it has colours and its owner wants them (NO_COLOR, TERM=dumb). */
export function terminalOf(stream: Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns" | "hasColors">>): TerminalOptions {
  if (stream.isTTY !== true) return { width: COLUMNS_ELSEWHERE, color: false };
  return { width: stream.columns || COLUMNS_ELSEWHERE, color: stream.hasColors?.() === true };
}
