import { z } from "zod";
import { ERROR_CODES, type ErrorCode } from "../../core/errors.ts";

/** Milliseconds since 1970. */
export const timeMs = z.number();
export const durationMs = z.number().nonnegative();
export const share = z.number().min(0).max(1);
export const oid = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

const ERROR_CODE_LIST = Object.keys(ERROR_CODES) as ErrorCode[];

/** What every command prints when it failed: what was expected and got, and what to do next. */
export const errorBody = z.strictObject({
  error: z.strictObject({ code: z.enum(ERROR_CODE_LIST), message: z.string(), next: z.string() }),
});

export const refused = z.strictObject({
  code: z.string(),
  holder: z.string().nullable(),
  /** Milliseconds until it may be asked for again, as far as this machine can tell. */
  until: z.int().nonnegative().nullable(),
  next: z.string(),
});

/** What a command prints when somebody or something is in the way. */
export const refusedBody = z.strictObject({ refused });

export const claim = z.strictObject({
  task: z.string(),
  session: z.string().nullable(),
  epoch: z.int().positive(),
  expiresInMs: durationMs,
});

/** Why a change came back. */
export const returnReason = z.strictObject({
  code: z.enum(["conflict", "gate-failed", "acceptance-failed", "stale-base", "claim-lost", "empty", "forbidden-path"]),
  message: z.string(),
  evidence: z.string(),
  files: z.array(z.string()),
  conflicts: z.array(z.strictObject({ path: z.string(), base: oid, ours: oid, theirs: oid })).optional(),
});
