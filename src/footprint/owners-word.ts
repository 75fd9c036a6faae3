import type { Config } from "../core/config.ts";
import type { Footprint, FootprintEntry } from "../core/footprint.ts";
import { anyPatternCovers } from "../core/paths.ts";
import type { Task } from "../core/task.ts";
import { bookkeepingPaths } from "./tree/bookkeeping.ts";
import { isHarmless } from "./tree/file-kind.ts";

/** What a task's owner says of its footprint for certain, and where. */
export interface OwnersWord {
  /** Exactly these; empty: nothing is pinned. */
  readonly pin: readonly string[];
  /** These as well. */
  readonly add: readonly string[];
  /** Never these. */
  readonly forbid: readonly string[];
  /** What its sources name of its work, which is likely but not certain; records and what is made anew are no work. */
  readonly names: readonly string[];
  /** `in signalbox.yaml`, `in docs/prompts/A-1.md`, `on the command line`. */
  readonly place: string;
}

/** What the task's sources and the configuration say of it. Protected paths are the owner's: no change to them ever lands. */
export function ownersWordOf(
  { id, declared, promptFile, sources }: Task,
  config: Pick<Config, "records" | "tasks" | "footprints" | "protect">,
): OwnersWord {
  const bookkeeping = bookkeepingPaths(config);
  const forbid = [...declared.forbid, ...config.protect];
  const place = Object.hasOwn(config.footprints, id) ? "in signalbox.yaml" : `in ${promptFile ?? sources[0]?.file ?? "its sources"}`;
  return {
    pin: declared.pin ?? [],
    add: declared.add ?? [],
    forbid,
    names: declared.write.filter((path) => !isHarmless(path, bookkeeping) && !anyPatternCovers(forbid, path)),
    place,
  };
}

/** Chance that a path is changed which a task's sources name and a prediction cannot judge: two of them are a conflict. */
const NAMED = 0.8;

/**
 * A prediction after its owner was heard: what is pinned replaces it; otherwise what is forbidden is no part of it, and what
 * the owner adds is certain. Somebody who names a path knows enough of the task for it to run beside others.
 * @param exists whether a path or folder is in the tree: others will be created.
 */
export function withOwnersWord(footprint: Footprint, word: OwnersWord, exists: (path: string) => boolean): Footprint {
  const { pin, add, forbid, names, place } = word;
  const entry = (path: string, probability: number, evidence: string): FootprintEntry => {
    return { path, mode: exists(path.replace(/\/$/, "")) ? "write" : "create", probability, evidence: [evidence] };
  };
  const certain = (path: string) => entry(path, 1, `the owner says so ${place}`);
  if (pin.length > 0) return { ...footprint, entries: sorted(pin.map(certain)), reads: [], size: null, unknown: null };
  const kept = footprint.entries.filter(({ path }) => !add.includes(path) && !anyPatternCovers(forbid, path));
  const known = new Set([...add, ...kept.map(({ path }) => path)]);
  const named = names.filter((path) => !known.has(path));
  const entries = sorted([...add.map(certain), ...kept, ...named.map((path) => entry(path, NAMED, `named ${place}`))]);
  const reads = footprint.reads.filter(({ path }) => !add.includes(path));
  return { ...footprint, entries, reads, unknown: add.length + names.length > 0 ? null : footprint.unknown };
}

function sorted(entries: readonly FootprintEntry[]): readonly FootprintEntry[] {
  return [...entries].sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : Number(a.path > b.path)));
}
