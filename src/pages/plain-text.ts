import { stripVTControlCharacters } from "node:util";

const CHARACTERS_MAX = 600;

/**
 * One line of text from an untrusted source (titles, paths, reasons): terminal escapes, control characters, line breaks
 * and invisible formatting (bidirectional overrides, zero-width) are gone, and it is at most `charactersMax` long.
 */
export function plainText(text: string, charactersMax: number = CHARACTERS_MAX): string {
  // Cut before the regular expressions run: a title may be megabytes.
  const line = stripVTControlCharacters(text.slice(0, 4 * charactersMax))
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  return line.length <= charactersMax ? line : `${line.slice(0, charactersMax - 1).trimEnd()}…`;
}

/** The same data with every text in it made plain, so that nothing further on has to think of it. Keys are our own words. */
export function withPlainTexts<T>(value: T): T {
  return plainValue(value) as T;
}

function plainValue(value: unknown): unknown {
  if (typeof value === "string") return plainText(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainValue(one)]));
}
