/** An id as roadmaps write them (`QA-033`, `DATA-001`, `WAVE-2-001`), not followed by more of a name (`QA-010-REPORT`). */
const ID = /^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d+[A-Za-z]?(?![\w]|-\w)/;
const DECORATION = /^[^A-Za-z0-9]*(?:(?:Task|Feature|Spec)(?: ID)?\b[^A-Za-z0-9]*)?/;
const RANGE = /^[*`\]]*\s*(?:through|to|–|—|-|\.\.)\s*[*`[]*/;
const LIST = /^[*`\]]*\s*(?:,|&|\/|\+|and\b)\s*[*`[]*/;
const IDS_MAX = 200;

/**
 * The task ids a heading, checkbox line or table cell begins with: one, a list (`ST-020/021/022`, `RF-002 & RF-004`) or a
 * range (`WS-001 to WS-014`). Prose that merely mentions an id further on has none. `known` ids may have any form.
 */
export function leadingIds(text: string, known: ReadonlySet<string> = new Set()): readonly string[] {
  let rest = text.slice(0, 2000).replace(DECORATION, "");
  const ids: string[] = [];
  for (let id = idAt(rest, known); id !== undefined && ids.length < IDS_MAX; ) {
    ids.push(id.id);
    rest = rest.slice(id.length);
    const next = nextId(rest, id.id, known);
    if (next === undefined) break;
    if (next.range) ids.push(...between(id.id, next.id));
    rest = rest.slice(next.skipped);
    id = next;
  }
  return [...new Set(ids)];
}

interface FoundId {
  readonly id: string;
  /** Characters it takes in the text. */
  readonly length: number;
}

function idAt(text: string, known: ReadonlySet<string>): FoundId | undefined {
  const word = /^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*/.exec(text)?.[0];
  if (word !== undefined && known.has(word)) return { id: word, length: word.length };
  const id = ID.exec(text)?.[0];
  return id === undefined ? undefined : { id, length: id.length };
}

function nextId(text: string, previous: string, known: ReadonlySet<string>): (FoundId & { skipped: number; range: boolean }) | undefined {
  for (const [pattern, range] of [
    [RANGE, true],
    [LIST, false],
  ] as const) {
    const skipped = pattern.exec(text)?.[0].length;
    if (skipped === undefined) continue;
    const full = idAt(text.slice(skipped), known);
    if (full !== undefined) return { ...full, skipped, range };
    // `ST-020/021`: a bare number continues the previous id.
    const number = range ? undefined : /^\d+(?![\w-])/.exec(text.slice(skipped))?.[0];
    if (number !== undefined) return { id: previous.replace(/\d+[A-Za-z]?$/, number), length: number.length, skipped, range };
  }
  return undefined;
}

/** The ids strictly between two ids of one series, at most IDS_MAX. */
function between(from: string, to: string): string[] {
  const [a, b] = [/^(.*?)(\d+)$/.exec(from), /^(.*?)(\d+)$/.exec(to)];
  if (a?.[1] === undefined || a[2] === undefined || b?.[2] === undefined || a[1] !== b[1]) return [];
  const ids: string[] = [];
  for (let number = Number(a[2]) + 1; number < Number(b[2]) && ids.length < IDS_MAX; number++) {
    ids.push(a[1] + String(number).padStart(a[2].length, "0"));
  }
  return ids;
}
