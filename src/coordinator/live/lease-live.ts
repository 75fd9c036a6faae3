import { anyPatternCovers, patternCovers, patternsOverlap } from "../../core/paths.ts";
import { recordPaths } from "../../records/record-paths.ts";
import type { SessionRow } from "../../store/rows.ts";
import { compactPaths } from "../compact-paths.ts";
import type { RunContext } from "../run-context.ts";
import { touchedBy } from "./touched.ts";

/** Paths an agent may touch without a lease: edits of records and of what belongs to the owner never land. */
export function unleased({ engine }: Pick<RunContext, "engine">): readonly string[] {
  const { config } = engine.site;
  return [...config.protect, ...recordPaths(config.records)];
}

/**
 * Widens a session's lease to `paths`: what is free is added at once, what somebody else holds is recorded as refused,
 * once, and the session's change is ordered behind the holder's (DESIGN §6). May be done again at any time.
 */
export async function widenLease(context: RunContext, id: string, paths: readonly string[]): Promise<void> {
  const { store } = context.engine;
  const session = await store.session(id);
  if (session === undefined) return;
  const known = [...session.paths, ...unleased(context)];
  const outside = paths.filter((path) => !anyPatternCovers(known, path));
  if (outside.length === 0) return;
  const others = (await store.leases()).filter((lease) => lease.session !== id);
  const isHeld = (path: string) => others.some((lease) => patternsOverlap(lease.path, path));
  const free = outside.filter((path) => !isHeld(path));
  // Between the look and this somebody may have taken one: then all of them are asked for again at the next look.
  if (free.length > 0) await store.extendLease(id, compactPaths(free));
  const { refused } = await touchedBy(store, id);
  const held = outside.filter((path) => isHeld(path) && !refused.has(path));
  if (held.length > 0) await store.extendLease(id, held);
  await noteRefused(context, id);
}

/** Gives back what a part has landed: those paths are on main, so that others may go on from them. */
export async function narrowToRest(context: RunContext, id: string, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  await context.engine.store.narrowLease(id, files, "a part with them landed");
}

/** Says on the session itself what it wrote that others hold; status shows it. */
async function noteRefused({ engine }: RunContext, id: string): Promise<void> {
  const session = await engine.store.session(id);
  if (session === undefined) return;
  const { refused } = await touchedBy(engine.store, id);
  const waiting = [...refused].filter(([path]) => !anyPatternCovers(session.paths, path));
  const note = waiting.length === 0 ? null : noteOf(waiting);
  if (note !== session.note) await engine.store.patchSession(id, { note });
}

function noteOf(waiting: readonly (readonly [string, string])[]): string {
  const [path = "", holder = ""] = waiting[0] ?? [];
  const more = waiting.length === 1 ? "" : ` and ${waiting.length - 1} more`;
  return `also wrote ${path}${more}, held by ${holder === "" ? "another session" : holder}: lands after it`;
}

/** What a session wrote and others held when it asked, by path: their changes must land before its own. */
export async function heldByOthers({ engine }: Pick<RunContext, "engine">, session: SessionRow): Promise<ReadonlyMap<string, string>> {
  const { refused } = await touchedBy(engine.store, session.id);
  return new Map([...refused].filter(([path]) => !session.paths.some((held) => patternCovers(held, path))));
}
