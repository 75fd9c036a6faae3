import { z } from "zod";

/** What the dialects' messages have in common: text, or a list of parts of which some hold text. */
export const content = z
  .union([z.string(), z.array(z.looseObject({ type: z.string().optional(), text: z.string().optional() }))])
  .nullish()
  .transform((value) => (typeof value === "string" ? [{ type: "text", text: value }] : (value ?? [])));

export type Content = z.infer<typeof content>;

export function textOf(parts: Content): string {
  return parts.map((part) => part.text ?? "").join("\n");
}
