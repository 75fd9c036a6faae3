import type { Footprint, FootprintEntry } from "../../core/footprint.ts";
import { patternCovers } from "../../core/paths.ts";
import { stillLikely } from "./still-likely.ts";

export interface SeenSoFar {
  /** Touched since the last landed part. */
  readonly paths: ReadonlySet<string>;
  /** On main already, by landed parts. */
  readonly landed: ReadonlySet<string>;
  /** Share of the expected work that is done, in [0, 1] or more. */
  readonly share: number;
}

/** What a part has landed is rarely touched again. An estimate; live truth sees it when it happens. */
const AGAIN_PROBABILITY = 0.02;

/**
 * A running task's footprint: what it really touched is certain, what its parts have landed is all but over, and what it left
 * alone so far is less likely than it was (DESIGN §6, live truth). Landed paths are kept: one whose every path has landed
 * would else be a task of which nothing is known. How many files it writes in all, it shows itself. Pure.
 */
export function liveFootprint(predicted: Footprint, { paths, landed, share }: SeenSoFar): Footprint {
  const touched = [...paths].map((path): FootprintEntry => ({ path, mode: "write", probability: 1, evidence: ["its session touched it"] }));
  const open = predicted.entries
    .filter(({ path }) => !paths.has(path))
    .map((entry) => {
      if (landed.has(entry.path)) return { ...entry, probability: Math.min(entry.probability, AGAIN_PROBABILITY) };
      const isBegun = [...paths].some((path) => patternCovers(entry.path, path));
      return { ...entry, probability: isBegun ? 1 : stillLikely(entry.probability, share) };
    })
    .filter(({ probability }) => probability > 0);
  const entries = [...touched, ...open].sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : 1));
  return { ...predicted, entries, size: null };
}
