/**
 * The order of keys after a merge: ours, with each new key of theirs where it belongs. Where both sides keep their keys
 * sorted that is its place by name; else it follows the key it follows in theirs, behind what ours put there, too.
 */
export function orderKeys(base: readonly string[], ours: readonly string[], theirs: readonly string[], kind: "map" | "list"): string[] {
  const order = [...ours];
  const known = new Set(ours);
  const old = new Set(base);
  const sorted = kind === "map" && ours.length > 1 && theirs.length > 1 && isSorted(ours) && isSorted(theirs);
  for (const [index, key] of theirs.entries()) {
    if (known.has(key) || old.has(key)) continue;
    order.splice(sorted ? sortedPlace(order, key) : placeAfter(order, theirs.slice(0, index), old), 0, key);
    known.add(key);
  }
  return order;
}

export function isSorted(keys: readonly string[]): boolean {
  return keys.every((key, index) => index === 0 || (keys[index - 1] ?? "") <= key);
}

function sortedPlace(order: readonly string[], key: string): number {
  const place = order.findIndex((other) => other > key);
  return place === -1 ? order.length : place;
}

function placeAfter(order: readonly string[], before: readonly string[], old: ReadonlySet<string>): number {
  const anchor = before.findLast((key) => order.includes(key));
  let place = anchor === undefined ? 0 : order.indexOf(anchor) + 1;
  while (place < order.length && !old.has(order[place] ?? "")) place++;
  return place;
}
