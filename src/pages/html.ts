/** Markup that is safe to put into a page: made only by `html`, so every text in it has been escaped once. */
export interface Html {
  readonly markup: string;
}

/** A template whose values are escaped, in texts and in quoted attributes, unless they are `Html` themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { markup: strings.reduce((markup, part, index) => markup + markupOf(values[index - 1] ?? "") + part) };
}

export type HtmlValue = string | number | Html | null | undefined | readonly HtmlValue[];

function markupOf(value: HtmlValue): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  return isList(value) ? value.map(markupOf).join("") : value.markup;
}

function isList(value: HtmlValue): value is readonly HtmlValue[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Data for a `<script type="application/json">`: no text in it can end the element or open a comment. */
export function jsonMarkup(data: unknown): Html {
  return { markup: JSON.stringify(data).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`) };
}
