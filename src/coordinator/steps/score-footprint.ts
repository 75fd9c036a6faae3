import { anyPatternCovers } from "../../core/paths.ts";
import { bookkeepingPaths } from "../../footprint/tree/bookkeeping.ts";
import { unleased } from "../live/lease-live.ts";
import { type RunContext, record } from "../run-context.ts";

const MS_PER_HOUR = 3_600_000;

/**
 * Stores what a landed session really changed, over all its parts, bookkeeping and the owner's paths left out: the report
 * scores predictions by it, and later predictions may learn from it. Doing it again changes nothing.
 */
export async function scoreFootprint(context: RunContext, id: string): Promise<void> {
  const { store } = context.engine;
  const session = await store.session(id);
  if (session === undefined) return;
  const events = await store.events({ session: id, kinds: ["footprint-scored", "agent-ended"] });
  if (events.some(({ body }) => body.kind === "footprint-scored")) return;
  const landed = await store.changes({ session: id, states: ["landed"] });
  const nobodys = [...unleased(context), ...bookkeepingPaths(context.engine.site.config)];
  const changed = [...new Set(landed.flatMap(({ files }) => files))].filter((path) => !anyPatternCovers(nobodys, path)).toSorted();
  const ms = events.reduce((sum, { body }) => sum + (body.kind === "agent-ended" ? body.ms : 0), 0);
  await record(context, { task: session.task, session: id }, { kind: "footprint-scored", changed, hours: ms / MS_PER_HOUR });
}
