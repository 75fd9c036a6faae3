/** Emoji, ballot boxes and the invisible marks that travel with them. */
const PICTURE = String.raw`(?:[\p{Extended_Pictographic}\u2600-\u27bf\ufe0f]|[\u{1f3fb}-\u{1f3ff}]|\u200d|\u20e3)`;
const PICTURES = new RegExp(`(?:${PICTURE}\\s*)+`, "gu");

/** What may stand before an id or a field's name without being part of it. */
const LEADING = new RegExp(`^(?:\\s|${PICTURE}|[*_~\`>]|\\[[A-Z][A-Z ]+\\](?!\\()|\\[(?=[^\\]]{1,200}\\]\\()|\\d{1,3}[.)]\\s)+`, "u");

/** Splits a line into the decoration it starts with (emphasis, emoji, `[RETROACTIVE]`, a number) and the rest. */
export function splitDecoration(text: string): { readonly decoration: string; readonly rest: string } {
  const decoration = LEADING.exec(text)?.[0] ?? "";
  return { decoration, rest: text.slice(decoration.length) };
}

/** Text without emphasis, code marks, links, escapes, struck-out words and emoji: what a person reads. */
export function plainText(text: string): string {
  return withoutStrikes(text)
    .replace(/!?\[([^\]]{0,300})\]\([^)]{0,500}\)/g, "$1")
    .replace(/\\([\\`*_{}[\]()#+.!|-])/g, "$1")
    .replace(/\*+|`+|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])/g, "")
    .replace(PICTURES, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Text without `~~struck out~~` words. */
export function withoutStrikes(text: string): string {
  return text.replace(/~~[^~]*~~/g, " ");
}
