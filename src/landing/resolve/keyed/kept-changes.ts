import { type Keyed, type Part, partsByKey, same } from "./keyed-tree.ts";

/**
 * The proof a keyed merge must pass, whatever wrote its text: every change `base` → `side` is in `result`.
 * @param settled paths on which the other side's value may stand instead.
 * @returns the first path whose change is missing; undefined when all are there.
 */
export function lostChange(
  base: Keyed | undefined,
  side: Keyed,
  result: Keyed | undefined,
  settled: ReadonlySet<string>,
  path: readonly string[] = [],
): string | undefined {
  if (base !== undefined && same(base, side)) return undefined;
  const here = path.join(".");
  if (result === undefined) return here || "the whole";
  if (same(side, result) || settled.has(here)) return undefined;
  if (side.kind === "leaf" || result.kind !== side.kind) return here || "the whole";
  const was = base?.kind === side.kind ? base : { ...side, parts: [] as Part[] };
  const [inBase, inSide, inResult] = partsByKey([was, side, result]) ?? [];
  if (inBase === undefined || inSide === undefined || inResult === undefined) return here || "the whole";
  for (const key of inBase.keys()) if (!inSide.has(key) && inResult.has(key)) return [...path, key].join(".");
  for (const [key, { value }] of inSide) {
    const lost = lostChange(inBase.get(key)?.value, value, inResult.get(key)?.value, settled, [...path, key]);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

/** The first path of `result` that neither side has: nothing may be invented. */
export function inventedPart(
  ours: Keyed | undefined,
  theirs: Keyed | undefined,
  result: Keyed,
  path: readonly string[] = [],
): string | undefined {
  const sides = [ours, theirs].filter((side) => side !== undefined);
  if (sides.some((side) => same(side, result))) return undefined;
  const branches = sides.filter((side) => side.kind !== "leaf" && side.kind === result.kind);
  if (result.kind === "leaf" || branches.length === 0) return path.join(".") || "the whole";
  const named = partsByKey([result, ...branches.flatMap((side) => (side.kind === "leaf" ? [] : [side]))]);
  if (named === undefined) return path.join(".") || "the whole";
  const [inResult = new Map<string, Part>(), ...inSides] = named;
  for (const [key, { value }] of inResult) {
    const invented = inventedPart(inSides[0]?.get(key)?.value, inSides[1]?.get(key)?.value, value, [...path, key]);
    if (invented !== undefined) return invented;
  }
  return undefined;
}
