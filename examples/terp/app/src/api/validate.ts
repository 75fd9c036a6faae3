import { zValidator } from "@hono/zod-validator";
import type { Context } from "hono";
import { z } from "zod";

/** A JSON body of this form; otherwise 400 with a message that names the field. */
export const body = <Schema extends z.ZodType>(schema: Schema) => zValidator("json", schema, refuse);

/** Search parameters of this form; otherwise 400. */
export const search = <Schema extends z.ZodType>(schema: Schema) => zValidator("query", schema, refuse);

/** The `:id` of an address. */
export const idParameter = zValidator("param", z.object({ id: z.coerce.number().int().positive() }), refuse);

/** A calendar day that exists, `YYYY-MM-DD`. */
export const DAY = z.iso.date("expected a day like 2025-03-31");
export const ID = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
export const CENTS = z.number().int().positive().max(1_000_000_000);
export const QUANTITY = z.number().int().positive().max(1_000_000);

type Checked = { readonly success: true } | { readonly success: false; readonly error: { readonly issues: readonly z.core.$ZodIssue[] } };

function refuse(checked: Checked, context: Context) {
  if (checked.success) return undefined;
  const issue = checked.error.issues[0];
  return context.json({ error: `${issue?.path.join(".") || "the request"}: ${issue?.message ?? "expected something else"}` }, 400);
}
