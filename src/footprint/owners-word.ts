import type { Config } from "../core/config.ts";
import type { Footprint, FootprintEntry } from "../core/footprint.ts";
import { anyPatternCovers, isGlob } from "../core/paths.ts";
import type { Task } from "../core/task.ts";
import type { TreeIndex } from "./tree/tree-index.ts";

/** The footprint of a task whose owner pinned it: exactly that, for certain; undefined where nothing is pinned. */
export function pinnedFootprint(task: Task, config: Pick<Config, "footprints">, tree: TreeIndex): Footprint | undefined {
  const { pin } = task.declared;
  if (pin === undefined || pin.length === 0) return undefined;
  const entries = pin.map((path) => certain(path, task, config, tree));
  return { task: task.id, entries: sorted(entries), reads: [], symbols: [], unknown: null };
}

/**
 * A prediction after its owner was heard: what is forbidden or protected is no part of it, and what the owner adds is
 * certain. Somebody who names a path knows enough of the task.
 */
export function withOwnersWord(
  footprint: Footprint,
  task: Task,
  config: Pick<Config, "footprints" | "protect">,
  tree: TreeIndex,
): Footprint {
  const { add = [], forbid } = task.declared;
  const barred = [...forbid, ...config.protect];
  const kept = footprint.entries.filter(({ path }) => !add.includes(path) && !anyPatternCovers(barred, path));
  const added = add.map((path) => certain(path, task, config, tree));
  const reads = footprint.reads.filter(({ path }) => !add.includes(path));
  return { ...footprint, entries: sorted([...added, ...kept]), reads, unknown: added.length > 0 ? null : footprint.unknown };
}

function certain(path: string, task: Task, config: Pick<Config, "footprints">, tree: TreeIndex): FootprintEntry {
  const place = Object.hasOwn(config.footprints, task.id)
    ? "signalbox.yaml"
    : (task.promptFile ?? task.sources[0]?.file ?? "the command line");
  const exists = isGlob(path) || tree.has(path) || tree.hasDirectory(path.replace(/\/$/, ""));
  return { path, mode: exists ? "write" : "create", probability: 1, evidence: [`the owner says so in ${place}`] };
}

function sorted(entries: readonly FootprintEntry[]): readonly FootprintEntry[] {
  return [...entries].sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : Number(a.path > b.path)));
}
