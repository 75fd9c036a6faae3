import type { Footprint, FootprintMode } from "../../../src/core/footprint.ts";

/** A chance alone means a write. */
export type Chance = number | readonly [FootprintMode, number];

interface Facts {
  readonly writes?: Readonly<Record<string, Chance>>;
  readonly reads?: Readonly<Record<string, number>>;
  readonly symbols?: readonly string[];
  readonly size?: number;
  readonly unknown?: string;
}

/** A prediction with what a test is about, by task. */
export function footprints(...all: readonly (readonly [task: string, facts: Facts])[]): ReadonlyMap<string, Footprint> {
  return new Map(all.map(([task, facts]) => [task, footprint(task, facts)]));
}

export function footprint(task: string, { writes = {}, reads = {}, symbols = [], size, unknown }: Facts): Footprint {
  return {
    task,
    entries: Object.entries(writes)
      .map(([path, chance]) => {
        const [mode, probability] = typeof chance === "number" ? (["write", chance] as const) : chance;
        return { path, mode, probability, evidence: [`a reason for ${path}`] };
      })
      .sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : 1)),
    reads: Object.entries(reads).map(([path, probability]) => ({ path, probability })),
    symbols,
    size: size ?? null,
    unknown: unknown ?? null,
  };
}
