import type { Config } from "../core/config.ts";
import type { Footprint, FootprintEntry } from "../core/footprint.ts";
import { anyPatternCovers } from "../core/paths.ts";
import type { Task } from "../core/task.ts";

/** What a task's owner says of its footprint for certain, and where. */
export interface OwnersWord {
  /** Exactly these; empty: nothing is pinned. */
  readonly pin: readonly string[];
  /** These as well. */
  readonly add: readonly string[];
  /** Never these. */
  readonly forbid: readonly string[];
  /** `in signalbox.yaml`, `in docs/prompts/A-1.md`, `on the command line`. */
  readonly place: string;
}

/** What the task's sources and the configuration say of it. Protected paths are the owner's: no change to them ever lands. */
export function ownersWordOf({ id, declared, promptFile, sources }: Task, config: Pick<Config, "footprints" | "protect">): OwnersWord {
  const place = Object.hasOwn(config.footprints, id) ? "in signalbox.yaml" : `in ${promptFile ?? sources[0]?.file ?? "its sources"}`;
  return { pin: declared.pin ?? [], add: declared.add ?? [], forbid: [...declared.forbid, ...config.protect], place };
}

/**
 * A prediction after its owner was heard: what is pinned replaces it; otherwise what is forbidden is no part of it, and what
 * the owner adds is certain. Somebody who names a path knows enough of the task for it to run beside others.
 * @param exists whether a path or folder is in the tree: others will be created.
 */
export function withOwnersWord(footprint: Footprint, word: OwnersWord, exists: (path: string) => boolean): Footprint {
  const { pin, add, forbid, place } = word;
  const certain = (path: string): FootprintEntry => ({
    path,
    mode: exists(path.replace(/\/$/, "")) ? "write" : "create",
    probability: 1,
    evidence: [`the owner says so ${place}`],
  });
  if (pin.length > 0) return { ...footprint, entries: sorted(pin.map(certain)), reads: [], unknown: null };
  const kept = footprint.entries.filter(({ path }) => !add.includes(path) && !anyPatternCovers(forbid, path));
  const reads = footprint.reads.filter(({ path }) => !add.includes(path));
  return { ...footprint, entries: sorted([...add.map(certain), ...kept]), reads, unknown: add.length > 0 ? null : footprint.unknown };
}

function sorted(entries: readonly FootprintEntry[]): readonly FootprintEntry[] {
  return [...entries].sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : Number(a.path > b.path)));
}
