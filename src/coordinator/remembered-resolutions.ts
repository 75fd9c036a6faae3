import type { Config } from "../core/config.ts";
import { messageOf } from "../core/errors.ts";
import { anyPatternCovers } from "../core/paths.ts";
import { barrierMatcher } from "../landing/conflicts/barriers.ts";
import { learnResolutions } from "../landing/resolve/remembered/learn-resolutions.ts";
import type { Memory } from "../landing/resolve/remembered/memory.ts";
import { recordPaths } from "../records/record-paths.ts";
import type { ChangeRow } from "../store/rows.ts";
import { type RunContext, record } from "./run-context.ts";

/** What the ladder may look up. */
export function memoryOf({ engine: { store, site } }: RunContext): Memory {
  return {
    recall: async (keys) => new Map((await store.rememberedResolutions(keys)).map((one) => [one.key, one])),
    isKeptOut: keptOut(site.config),
  };
}

/**
 * Paths of which nothing is remembered: those that decide which changes pass (the owner's, barriers), where a wrong answer
 * could make itself pass; records; and what a program writes, which has rungs of its own.
 */
export function keptOut({ protect, records, generated, landing }: Config): (path: string) => boolean {
  const patterns = [...protect, ...recordPaths(records), ...generated.flatMap(({ paths }) => paths)];
  const barrier = barrierMatcher(landing.barriers);
  return (path) => anyPatternCovers(patterns, path) || barrier(path) !== undefined;
}

/**
 * The change is on main: keeps how it resolved the conflicts over which its session's changes came back before. Only landings
 * teach, so whatever is remembered was in a tree that passed. May be done again; that it fails, or a crash before it, costs
 * the memory and nothing else.
 * @param tree what passed the gates.
 */
export async function rememberResolutions(context: RunContext, change: ChangeRow, landed: { commit: string; tree: string }): Promise<void> {
  const { store, cache, site } = context.engine;
  if (change.session === null) return;
  const isKeptOut = keptOut(site.config);
  const conflicts = metBefore(await store.changes({ session: change.session }), change.id).filter(({ path }) => !isKeptOut(path));
  if (conflicts.length === 0) return;
  try {
    await store.rememberResolutions(await learnResolutions(cache, { conflicts, ...landed }));
  } catch (error) {
    const text = `how ${change.id} resolved its conflicts is not remembered: ${messageOf(error, 200)}`;
    await record(context, { task: change.task, session: change.session }, { kind: "note", level: "warning", text });
  }
}

/** The conflicts over which changes of a session came back since it landed something the last time. */
function metBefore(changes: readonly ChangeRow[], id: string) {
  const before = changes.slice(
    0,
    changes.findIndex((change) => change.id === id),
  );
  const since = before.slice(before.findLastIndex(({ state }) => state === "landed") + 1);
  return since.flatMap(({ returned }) => (returned?.code === "conflict" ? (returned.conflicts ?? []) : []));
}
