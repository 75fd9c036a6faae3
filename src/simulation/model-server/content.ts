import { z } from "zod";
import type { ModelTurn } from "./turn.ts";

/** What the dialects' messages have in common: text, or a list of parts of which some hold text. */
export const content = z
  .union([z.string(), z.array(z.looseObject({ type: z.string().optional(), text: z.string().optional() }))])
  .nullish()
  .transform((value) => (typeof value === "string" ? [{ type: "text", text: value }] : (value ?? [])));

export type Content = z.infer<typeof content>;

/** What a user says, each part by itself: programs put their own words beside the prompt. */
export function saidBy(parts: readonly { readonly text?: string | undefined }[]): readonly ModelTurn[] {
  return parts.flatMap(({ text }) => (text === undefined || text === "" ? [] : [{ role: "user", text, calls: 0 }]));
}
