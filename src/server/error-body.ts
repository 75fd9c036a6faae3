import { z } from "zod";
import { ERROR_CODES, type ErrorCode, EXIT, messageOf, SignalboxError } from "../core/errors.ts";

/** A fault as it travels: the same object that `--json` prints (DESIGN §11). */
export const errorBodySchema = z.object({
  schema: z.literal("signalbox.error/1"),
  error: z.object({ code: z.string(), message: z.string(), next: z.string() }),
});

export type ErrorBody = z.infer<typeof errorBodySchema>;

export function errorBody(code: ErrorCode, message: string, next: string): ErrorBody {
  return { schema: "signalbox.error/1", error: { code, message, next } };
}

/** Anything thrown, as an HTTP status and a body. What is not a SignalboxError is a bug of ours. */
export function errorAnswer(error: unknown): { readonly status: 400 | 404 | 409 | 500; readonly body: ErrorBody } {
  if (!(error instanceof SignalboxError)) {
    return { status: 500, body: errorBody("bug", messageOf(error), "report it: this should not happen") };
  }
  const body = errorBody(error.code, error.message, error.hint ?? "signalbox status shows what is going on");
  if (error.code === "not-found") return { status: 404, body };
  if (error.exitCode === EXIT.usage) return { status: 400, body };
  return { status: error.exitCode === EXIT.refused ? 409 : 500, body };
}

/** The fault a body tells of; a code this version does not know counts as failed work. */
export function errorFrom({ error: { code, message, next } }: ErrorBody): SignalboxError {
  const known = code in ERROR_CODES ? (code as ErrorCode) : "work-failed";
  return new SignalboxError(known, message, { hint: next });
}
