/**
 * The tags of an XML text, one after the other; text, comments, CDATA and instructions are passed over. Written for
 * reports that a hostile program may have made: it takes time linear in the text, keeps nothing, and expands no entity but the
 * five of XML and characters by number. A document type, where others are declared, is a tag like any other: `!DOCTYPE`.
 */

export interface XmlTag {
  readonly name: string;
  /** `<a>` opens, `</a>` closes, `<a/>` does both. */
  readonly opens: boolean;
  readonly closes: boolean;
  readonly attributes: ReadonlyMap<string, string>;
}

const SKIPPED: readonly (readonly [string, string])[] = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
];

/** Ends early where the text stops being XML: a caller sees elements that never close. */
export function* xmlTags(text: string): Generator<XmlTag, void> {
  let at = 0;
  for (;;) {
    const start = text.indexOf("<", at);
    if (start === -1) return;
    const skipped = SKIPPED.find(([begin]) => text.startsWith(begin, start));
    if (skipped !== undefined) {
      const end = text.indexOf(skipped[1], start + skipped[0].length);
      if (end === -1) return;
      at = end + skipped[1].length;
      continue;
    }
    const read = readTag(text, start + 1);
    if (read === undefined) return;
    yield read.tag;
    at = read.end;
  }
}

function readTag(text: string, start: number): { readonly tag: XmlTag; readonly end: number } | undefined {
  const attributes = new Map<string, string>();
  let from = start;
  let head: string | undefined;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === ">") {
      const rest = text.slice(from, at);
      const isEmpty = rest.endsWith("/") && !(head ?? rest).startsWith("/");
      const name = (head ?? rest).trim().split(/[\s/]/)[(head ?? rest).startsWith("/") ? 1 : 0] ?? "";
      const isEnd = (head ?? rest).startsWith("/");
      return { tag: { name, opens: !isEnd, closes: isEnd || isEmpty, attributes }, end: at + 1 };
    }
    if (character !== '"' && character !== "'") continue;
    const close = text.indexOf(character, at + 1);
    if (close === -1) return undefined;
    const before = text.slice(from, at);
    head ??= before;
    const name = before.trimEnd().slice(0, -1).trim().split(/\s/).at(-1) ?? "";
    attributes.set(name, decode(text.slice(at + 1, close)));
    at = close;
    from = close + 1;
  }
  return undefined;
}

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (whole, named, decimal, hexadecimal) => {
    if (named !== undefined) return NAMED[named] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
