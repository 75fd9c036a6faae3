import type { Footprint } from "../../core/footprint.ts";

/** A name that so many tasks speak of means a part of the program, not the same lines. */
const TASKS_MAX = 3;
const SHARE_MAX = 0.2;

/** Names of functions, classes and routes that two tasks both speak of, and few others do; sorted. */
export function sharedSymbols(footprints: Iterable<Footprint>): (a: Footprint | undefined, b: Footprint | undefined) => readonly string[] {
  const tasksWith = new Map<string, number>();
  let tasks = 0;
  for (const { symbols } of footprints) {
    tasks++;
    for (const symbol of new Set(symbols)) tasksWith.set(symbol, (tasksWith.get(symbol) ?? 0) + 1);
  }
  const many = Math.max(TASKS_MAX, SHARE_MAX * tasks);
  return (a, b) => {
    if (a === undefined || b === undefined || a.symbols.length === 0 || b.symbols.length === 0) return [];
    const other = new Set(b.symbols);
    return [...new Set(a.symbols)].filter((symbol) => other.has(symbol) && (tasksWith.get(symbol) ?? 0) <= many).sort();
  };
}
