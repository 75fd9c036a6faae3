import { isGlob, patternsOverlap } from "../core/paths.ts";
import type { Task } from "../core/task.ts";
import { footprintOf, isUnknown } from "./footprint-of.ts";

/** Which tasks of a list must not run side by side. */
export interface ConflictGraph {
  between(a: string, b: string): boolean;
}

/** A task conflicts with what its owner says, with every task that may write a path of its own, and with all if nothing is known. */
export function conflictGraph(tasks: readonly Task[]): ConflictGraph {
  const numbers = new Map(tasks.map(({ id }, number) => [id, number]));
  const pairs = symmetricBits(tasks.length);
  for (const [number, task] of tasks.entries()) {
    for (const other of task.conflictsWith) pairs.set(number, numbers.get(other));
    if (isUnknown(footprintOf(task))) for (const other of tasks.keys()) pairs.set(number, other);
  }
  setOverlaps(tasks, pairs);
  return { between: (a, b) => pairs.has(numbers.get(a), numbers.get(b)) };
}

/**
 * Every pair of tasks with overlapping footprints. Plain paths are found by name, each under itself and the directories
 * above it; only globs are compared with everything.
 */
function setOverlaps(tasks: readonly Task[], pairs: SymmetricBits): void {
  const writers = new Map<string, number[]>();
  for (const [number, task] of tasks.entries()) {
    for (const path of task.declared.write) {
      const same = writers.get(path);
      if (same === undefined) writers.set(path, [number]);
      else same.push(number);
    }
  }
  const setAll = (some: readonly number[], others: readonly number[]) => {
    for (const one of some) for (const other of others) pairs.set(one, other);
  };
  for (const [path, numbers] of writers) {
    setAll(numbers, numbers);
    for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
      setAll(numbers, writers.get(path.slice(0, slash)) ?? []);
    }
    if (isGlob(path)) for (const [other, others] of writers) if (patternsOverlap(path, other)) setAll(numbers, others);
  }
}

interface SymmetricBits {
  set(a: number, b: number | undefined): void;
  has(a: number | undefined, b: number | undefined): boolean;
}

/** A square of bits: ten thousand tasks take 12 MB, where sets of pairs would take gigabytes. Nothing pairs with itself. */
function symmetricBits(size: number): SymmetricBits {
  const bytes = new Uint8Array(Math.ceil((size * size) / 8));
  const mark = (bit: number) => {
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
  };
  return {
    set(a, b) {
      if (b === undefined || a === b) return;
      mark(a * size + b);
      mark(b * size + a);
    },
    has(a, b) {
      if (a === undefined || b === undefined) return false;
      const bit = a * size + b;
      return ((bytes[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
    },
  };
}
