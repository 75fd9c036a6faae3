import { orderKeys } from "./key-order.ts";
import { type Branch, type Keyed, type Part, partsByKey, same } from "./keyed-tree.ts";

/**
 * A merged value, told by where it comes from, so that a writer can copy text instead of inventing it.
 *
 * ours | theirs   that side's value, whole.
 * both            changes of both sides in one map or list; `parts` in their new order.
 */
export type Merged = { readonly from: "ours" } | { readonly from: "theirs" } | MergedBranch;

export interface MergedBranch {
  readonly from: "both";
  readonly ours: Branch;
  readonly theirs: Branch;
  readonly parts: readonly MergedPart[];
}

export interface MergedPart {
  readonly key: string;
  /** Each side's own, where it has one; a merged part has at least one of them. */
  readonly ours: Part | undefined;
  readonly theirs: Part | undefined;
  readonly value: Merged;
}

/** May decide a clash of two scalars that were changed differently: which side holds both wishes; undefined: neither. */
export type Settle = (path: readonly string[], base: string, ours: string, theirs: string) => "ours" | "theirs" | undefined;

export interface KeyedMerge {
  readonly merged: Merged;
  /** Where both sides changed the same value differently, as dotted paths; `merged` counts only when there are none. */
  readonly clashes: readonly string[];
  /** Clashes that `settle` decided, each with the value taken. */
  readonly settled: readonly { readonly path: string; readonly text: string }[];
}

/** Lists that are words of a command: each place means something. */
const ORDERED = /^(?:args|argv|command|cmd|entrypoint|run)$/i;

/** Merges three versions of keyed data, key by key. An absent base (both sides made the file) is an empty one. */
export function mergeKeyed(base: Keyed | undefined, ours: Keyed, theirs: Keyed, settle: Settle = () => undefined): KeyedMerge {
  const clashes: string[] = [];
  const settled: { path: string; text: string }[] = [];
  return { merged: mergeValue([], base, ours, theirs), clashes, settled };

  function mergeValue(path: readonly string[], before: Keyed | undefined, a: Keyed, b: Keyed): Merged {
    if (same(a, b) || (before !== undefined && same(before, b))) return { from: "ours" };
    if (before !== undefined && same(before, a)) return { from: "theirs" };
    if (a.kind !== "leaf" && b.kind === a.kind) {
      // What was no collection before says nothing about what was in it.
      const was = before?.kind === a.kind ? before : { ...a, parts: [] };
      const merged = mergeBranches(path, was, a, b);
      if (merged !== undefined) return merged;
    }
    if (before?.kind === "leaf" && a.kind === "leaf" && b.kind === "leaf") {
      const from = settle(path, before.text, a.text, b.text);
      if (from !== undefined) {
        settled.push({ path: path.join("."), text: from === "ours" ? a.text : b.text });
        return { from };
      }
    }
    clashes.push(path.join(".") || "the whole");
    return { from: "ours" };
  }

  function mergeBranches(path: readonly string[], before: Branch, a: Branch, b: Branch): MergedBranch | undefined {
    const [inBase, inOurs, inTheirs] = partsByKey([before, a, b]) ?? [];
    const isOrdered = a.kind === "list" && (ORDERED.test(path.at(-1) ?? "") || !keepOrder(inBase, inOurs) || !keepOrder(inBase, inTheirs));
    if (isOrdered) return undefined;
    if (inBase === undefined || inOurs === undefined || inTheirs === undefined) return undefined;
    const kept = new Map<string, MergedPart>();
    for (const key of new Set([...inOurs.keys(), ...inTheirs.keys()])) {
      const [was, left, right] = [inBase.get(key), inOurs.get(key), inTheirs.get(key)];
      const value = mergePart([...path, key], was, left, right);
      if (value !== undefined) kept.set(key, { key, ours: left, theirs: right, value });
    }
    const order = orderKeys([...inBase.keys()], [...inOurs.keys()], [...inTheirs.keys()], a.kind).filter((key) => kept.has(key));
    return { from: "both", ours: a, theirs: b, parts: order.flatMap((key) => kept.get(key) ?? []) };
  }

  /** @returns undefined when the part is gone. */
  function mergePart(path: readonly string[], was: Part | undefined, a: Part | undefined, b: Part | undefined): Merged | undefined {
    if (a !== undefined && b !== undefined) return mergeValue(path, was?.value, a.value, b.value);
    const left = a ?? b;
    if (was === undefined) return { from: a === undefined ? "theirs" : "ours" };
    // One side removed it: that stands unless the other changed it.
    if (left !== undefined && !same(was.value, left.value)) clashes.push(path.join("."));
    return undefined;
  }
}

/** Are the items that were there before still in their old order? A list that was sorted anew is not merged by names. */
function keepOrder(before: ReadonlyMap<string, Part> | undefined, after: ReadonlyMap<string, Part> | undefined): boolean {
  const places = [...(before?.keys() ?? [])].flatMap((key) => after?.get(key)?.index ?? []);
  return places.every((place, index) => index === 0 || (places[index - 1] ?? 0) < place);
}
