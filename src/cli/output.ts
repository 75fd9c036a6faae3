import { describeRefusal } from "../claims/describe-refusal.ts";
import type { Refusal } from "../core/claim.ts";
import { EXIT, messageOf, SignalboxError } from "../core/errors.ts";
import type { OutputBody, OutputName } from "./schemas.ts";

/** Where a command writes and from where it starts. Tests give their own. */
export interface CommandContext {
  readonly cwd: string;
  readonly json: boolean;
  /** One object with `schema`, or text for people; never both. */
  readonly print: (text: string) => void;
  /** Notes for people, to standard error; silent under `--json`. */
  readonly note: (text: string) => void;
}

/** Prints `body` as the command's one JSON object (DESIGN §11). */
export function printJson<Name extends OutputName>(context: CommandContext, command: Name, body: OutputBody<Name>): void {
  printObject(context, command, body);
}

function printObject(context: CommandContext, command: string, body: object): void {
  context.print(JSON.stringify({ schema: `signalbox.${command}/1`, ...body }, null, 2));
}

/**
 * Says a fault the way the contract wants it: one object on stdout under `--json`, else one line "expected X, got `y`;
 * next: …" on stderr. @returns the exit code.
 */
export function reportFault(context: CommandContext, command: string, error: unknown): number {
  const known = error instanceof SignalboxError ? error : unexpected(error);
  const next = known.hint ?? (known.exitCode === EXIT.usage ? `signalbox ${command} --help` : "run signalbox doctor");
  if (context.json) printObject(context, command, { error: { code: known.code, message: known.message, next } });
  else context.note(`signalbox ${command}: ${known.message}; next: ${next}`);
  if (known.code === "bug" && !context.json && error instanceof Error && process.env["SIGNALBOX_DEBUG"]) context.note(error.stack ?? "");
  return known.exitCode;
}

function unexpected(error: unknown): SignalboxError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new SignalboxError("disk-full", `expected room on the disk, got ${code}: ${messageOf(error)}`, {
      hint: "free some space and run the same command again",
      cause: error,
    });
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new SignalboxError("bad-input", `expected to be allowed to write, got ${code}: ${messageOf(error)}`, {
      hint: "check the owner and mode of that path",
      cause: error,
    });
  }
  return new SignalboxError("bug", `this is a fault in Signalbox: ${messageOf(error)}`, {
    hint: "please report it with SIGNALBOX_DEBUG=1 set",
    cause: error,
  });
}

/** Says an expected refusal: who, until when, what next. Exit 3. */
export function reportRefused(context: CommandContext, command: string, refusal: Refusal): number {
  const { code, holder, untilMs, next } = refusal;
  const until = untilMs === null ? null : Math.ceil(untilMs);
  if (context.json) printObject(context, command, { refused: { code, holder, until, next } });
  else context.note(`signalbox ${command}: ${describeRefusal(refusal)}`);
  return EXIT.refused;
}

/** Columns padded to their widest cell, two spaces apart; the last one is left ragged. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The answer of the guide's how-tos: one line, or `task` under `--json`. */
export function printDone(context: CommandContext, command: "abort" | "rollback" | "retry" | "drop", task: string, message: string): void {
  if (context.json) printJson(context, command, { task: { id: task }, message });
  else context.print(message);
}
