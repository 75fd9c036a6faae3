/**
 * Data by key, as JSON and YAML have it, with where each part stands in its text.
 *
 * leaf   a scalar; `text` is its one canonical form.
 * map    members by key.
 * list   items; `key` is their number until `listKeys` finds a better name for them.
 */
export type Keyed = Leaf | Branch;

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Leaf {
  readonly kind: "leaf";
  readonly text: string;
  readonly at: Span;
}

export interface Branch {
  readonly kind: "map" | "list";
  readonly parts: readonly Part[];
  readonly at: Span;
}

/** One member or item. `index` is its place among its like; `at` covers a member's key, too. */
export interface Part {
  readonly key: string;
  readonly index: number;
  readonly value: Keyed;
  readonly at: Span;
}

/** The same data? Members count by key, whatever their order; items by place. */
export function same(a: Keyed, b: Keyed): boolean {
  if (a === b) return true;
  if (a.kind === "leaf" || b.kind === "leaf") return a.kind === b.kind && (a as Leaf).text === (b as Leaf).text;
  if (a.kind !== b.kind || a.parts.length !== b.parts.length) return false;
  const others = new Map(b.parts.map((part) => [part.key, part.value]));
  return a.parts.every(({ key, value }) => {
    const other = others.get(key);
    return other !== undefined && same(value, other);
  });
}

/** Parts by the names both or all versions can be matched by; undefined when there are none. */
export function partsByKey(nodes: readonly Branch[]): readonly ReadonlyMap<string, Part>[] | undefined {
  const named = nodes.every(({ kind }) => kind === "map") ? nodes.map(({ parts }) => parts) : listKeys(nodes);
  return named?.map((parts) => new Map(parts.map((part) => [part.key, part])));
}

const ID_FIELDS = ["id", "_id", "key", "uuid", "name"] as const;

/** Items named by an id that is unique in each version, or by themselves where all are different scalars. */
function listKeys(nodes: readonly Branch[]): readonly (readonly Part[])[] | undefined {
  if (nodes.some(({ kind }) => kind !== "list")) return undefined;
  for (const field of ID_FIELDS) {
    const named = renamed(nodes, ({ value }) => idOf(value, field));
    if (named !== undefined) return named;
  }
  return renamed(nodes, ({ value }) => (value.kind === "leaf" ? value.text : undefined));
}

function renamed(nodes: readonly Branch[], nameOf: (part: Part) => string | undefined): readonly (readonly Part[])[] | undefined {
  const all: Part[][] = [];
  for (const { parts } of nodes) {
    const keys = parts.map(nameOf);
    if (keys.includes(undefined) || new Set(keys).size < keys.length) return undefined;
    all.push(parts.map((part, index) => ({ ...part, key: keys[index] ?? "" })));
  }
  return all;
}

/** The text of a scalar field of a map. */
export function idOf(node: Keyed, field: string): string | undefined {
  if (node.kind !== "map") return undefined;
  const value = node.parts.find(({ key }) => key === field)?.value;
  return value?.kind === "leaf" && value.text !== "null" ? value.text : undefined;
}
