import type { WriteAnswer } from "../../core/agent.ts";
import { anyPatternCovers, hasWildcard, patternsOverlap } from "../../core/paths.ts";
import { phaseOf } from "../../core/session.ts";
import { recordPaths } from "../../records/record-paths.ts";
import type { SessionRow } from "../../store/rows.ts";
import type { Workspace } from "../../workspaces/workspace.ts";
import type { RunContext } from "../run-context.ts";
import { landable } from "./landable.ts";
import { placeOf } from "./place-of.ts";
import { touchedBy } from "./touched.ts";

const GRANTED: WriteAnswer = { granted: true };
const PATH_CHARACTERS_SHOWN = 200;

/**
 * Answers an agent that asks before it writes (DESIGN §6): what is its own, free or nobody's may be written, and free
 * paths are added to its lease in one step; a path that another session works on is refused, with who, until when and
 * what to do. Where the other's work is done and only waits to land, the write is granted and the change ordered behind.
 * Nothing is recorded of a refused write: it does not happen, so it orders nothing.
 * @param paths absolute, or relative to the workspace; of a move both.
 */
export async function mayWrite(context: RunContext, id: string, workspace: Workspace, paths: readonly string[]): Promise<WriteAnswer> {
  const session = await context.engine.store.session(id);
  if (session === undefined) return refused("This session has ended: nothing may be written any more.");
  const { root, state } = context.engine.site;
  const places = await Promise.all(paths.map((path) => placeOf(path, { ...workspace, closed: [root, state.root] })));
  const inside = places.flatMap((place) => (place.kind === "inside" ? [place.path] : []));
  const wrong = places.findIndex(({ kind }) => kind === "outside" || kind === "git");
  if (wrong !== -1) return refused(wrongPlace(paths[wrong] ?? "", places[wrong]?.kind === "git"));
  const closed = closedTo(context, session, inside);
  if (closed !== undefined) return refused(closed);
  const wanted = await toBeLeased(context, session, workspace, inside);
  if (wanted.length === 0) return GRANTED;
  const holder = await holderOf(context, session, wanted);
  if (holder !== undefined) return heldBack(await heldText(context, holder));
  // What was found held by one with nothing left to do is asked for again by the watch, once it is free.
  const { refused: told } = await touchedBy(context.engine.store, id);
  if (wanted.every((path) => told.has(path))) return GRANTED;
  const extended = await context.engine.store.extendLease(id, wanted);
  if (extended.ok || extended.refusal.code !== "held") return extended.ok ? GRANTED : refused(extended.refusal.next);
  // Somebody took one of them between the look and this, or holds it with nothing left to do.
  const taker = await holderOf(context, session, wanted);
  return taker === undefined ? GRANTED : heldBack(await heldText(context, taker));
}

const refused = (text: string): WriteAnswer => ({ granted: false, text, forGood: true });
const heldBack = (text: string): WriteAnswer => ({ granted: false, text });

function wrongPlace(path: string, isGit: boolean): string {
  const named = path.slice(0, PATH_CHARACTERS_SHOWN);
  return isGit
    ? `${named} is one of git's own files: use git itself; what you commit or leave uncommitted is landed for you.`
    : `${named} is outside your workspace: write inside the current directory only.`;
}

/** Why a path is nobody's to change in this session, or undefined. */
export function closedTo({ engine, tasks }: RunContext, { task }: SessionRow, paths: readonly string[]): string | undefined {
  const owners = paths.find((path) => anyPatternCovers(engine.site.config.protect, path));
  if (owners !== undefined) return `${owners} belongs to the owner: an edit of it would be dropped. Do the task without it.`;
  const forbidden = paths.find((path) => anyPatternCovers(tasks.get(task)?.declared.forbid ?? [], path));
  return forbidden && `${forbidden} must not be changed by this task: a change that does is not landed. Do the task without it.`;
}

/**
 * The paths a lease is needed for: not those it covers, records (an agent's edits are merged by entry), generated files
 * (written anew where changes meet), what git ignores (it never lands), or a name that would be a pattern in a lease.
 */
async function toBeLeased({ engine }: RunContext, session: SessionRow, workspace: Workspace, paths: readonly string[]) {
  const { records, generated } = engine.site.config;
  const known = [...session.paths, ...recordPaths(records), ...generated.flatMap((one) => one.paths)];
  return landable(
    workspace,
    [...new Set(paths)].filter((path) => !hasWildcard(path) && !anyPatternCovers(known, path)),
  );
}

interface Holder {
  readonly path: string;
  readonly session: SessionRow;
}

/** Who else works on one of the paths. A session whose work is done only waits to land: its paths are written by nobody. */
async function holderOf({ engine }: RunContext, { id }: SessionRow, paths: readonly string[]): Promise<Holder | undefined> {
  for (const lease of await engine.store.leases()) {
    const path = lease.session === id ? undefined : paths.find((one) => patternsOverlap(lease.path, one));
    if (path === undefined) continue;
    const session = await engine.store.session(lease.session);
    if (session !== undefined && phaseOf(session.state) !== "Testing") return { path, session };
  }
  return undefined;
}

async function heldText(context: RunContext, { path, session }: Holder): Promise<string> {
  const until = await untilWords(context, session);
  return (
    `${path} is held by ${session.id}, which works on ${session.task}${until}. ` +
    "Do the rest of your task first and write it last: you may then ask again. " +
    "If it is still held, end without it and say what is missing; what you have done is kept and goes on from there."
  );
}

/** When the holder should be done, by what was expected of it when it began: in 8 of 10 cases. */
async function untilWords({ engine }: RunContext, { id, openedAtMs, slot }: SessionRow): Promise<string> {
  if (slot < 0) return " for a person, nobody knows how long";
  const [planned] = await engine.store.events({ session: id, kinds: ["session-planned"] });
  const hours = planned?.body.kind === "session-planned" ? planned.body.p80Hours : null;
  if (hours === null) return ", nobody knows how long";
  const minutes = Math.ceil(hours * 60 - (engine.clock.now() - openedAtMs) / 60_000);
  return minutes <= 0 ? " and should be done by now" : ` and should be done in ${minutes} min`;
}
