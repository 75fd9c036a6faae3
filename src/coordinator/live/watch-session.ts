import { isAbsolute, relative } from "node:path";
import { type AgentEvent, isWriting } from "../../core/agent.ts";
import { messageOf } from "../../core/errors.ts";
import type { EventBody } from "../../core/event.ts";
import { anyPatternCovers, isGlob, normalizePath } from "../../core/paths.ts";
import type { SessionRow } from "../../store/rows.ts";
import { changedPaths } from "../../workspaces/inspect-workspace.ts";
import type { Workspace } from "../../workspaces/workspace.ts";
import { type RunContext, record } from "../run-context.ts";
import { landable } from "./landable.ts";
import { narrowToRest, unleased, widenLease } from "./lease-live.ts";
import { becameUnlikely } from "./still-likely.ts";
import { touchedBy } from "./touched.ts";

/** The workspace is looked at this often without being asked. */
const LOOK_MS = 15_000;
/** And at most this share of the time, however large the repository. */
const LOOK_SHARE = 0.05;
/** New paths told in one event; a generator's thousands are leased as directories anyway. */
const PATHS_TOLD_MAX = 500;

const MS_PER_HOUR = 3_600_000;

/** Watches one session while its agent works. */
export interface SessionWatch {
  /** Takes what the agent said it did. */
  readonly onEvent: (event: AgentEvent) => void;
  /** Looks once more and ends. */
  stop(): Promise<void>;
}

/**
 * Live truth (DESIGN §6): the paths a session really touches update its footprint and its lease while it works. What the
 * agent says of its edits counts at once; what its workspace holds is looked at every 15 s by our own git directory.
 * Each step is stored before the next, so a killed coordinator goes on from the store (`settleLease`).
 */
export function watchSession(context: RunContext, session: SessionRow, workspace: Workspace): SessionWatch {
  const { clock } = context.engine;
  const startedMs = clock.monotonicMs();
  const ended = new AbortController();
  let queue: Promise<void> = Promise.resolve();
  /** What the agent said since its last part: the store need not be asked again. */
  const said = new Set<string>();
  const enqueue = (work: () => Promise<void>) => {
    queue = queue.then(work).catch((error: unknown) => warn(context, session, error));
    return queue;
  };
  const look = (workedMs: number | null) => enqueue(() => lookAt(context, session.id, workspace, workedMs));
  const looking = (async () => {
    for (let pauseMs = LOOK_MS; ; ) {
      await clock.sleep(pauseMs, ended.signal);
      if (ended.signal.aborted) return;
      const beganMs = clock.monotonicMs();
      await look(beganMs - startedMs);
      pauseMs = Math.max(LOOK_MS, (clock.monotonicMs() - beganMs) / LOOK_SHARE);
    }
  })();
  return {
    onEvent: (event) => {
      if (event.kind === "part-ready") said.clear();
      const paths = saidToWrite(event, workspace.tree).filter((path) => !said.has(path));
      for (const path of paths) said.add(path);
      if (paths.length > 0) void enqueue(async () => observe(context, session.id, await landable(workspace, paths), "agent"));
    },
    async stop() {
      ended.abort();
      await looking;
      await look(null);
    },
  };
}

/** Makes a session's lease what its history and its workspace say, as after a crash between the two. */
export async function settleLease(context: RunContext, session: SessionRow, workspace: Workspace | undefined): Promise<void> {
  const { store } = context.engine;
  if (workspace !== undefined) await lookAt(context, session.id, workspace, null);
  const { paths, landed } = await touchedBy(store, session.id);
  await narrowToRest(
    context,
    session.id,
    [...landed].filter((path) => !paths.has(path)),
  );
  await widenLease(context, session.id, [...paths]);
}

/** @param workedMs how long the agent has worked in this turn; null: nothing is given back now. */
async function lookAt(context: RunContext, id: string, workspace: Workspace, workedMs: number | null): Promise<void> {
  const { since } = await touchedBy(context.engine.store, id);
  await observe(context, id, await changedPaths(workspace, since), "workspace");
  if (workedMs !== null) await giveBackUnlikely(context, id, workedMs);
}

/** Stores what is new among `paths`, then widens the lease; a refused path is asked for again once it is free. */
async function observe(
  context: RunContext,
  id: string,
  paths: readonly string[],
  source: Extract<EventBody, { kind: "footprint-observed" }>["source"],
): Promise<void> {
  const { store } = context.engine;
  const session = await store.session(id);
  if (session === undefined) return;
  const { paths: touched } = await touchedBy(store, id);
  const nobodys = unleased(context);
  const fresh = [...new Set(paths)].filter((path) => !touched.has(path) && !anyPatternCovers(nobodys, path));
  if (fresh.length > 0)
    await record(
      context,
      { task: session.task, session: id },
      { kind: "footprint-observed", paths: fresh.slice(0, PATHS_TOLD_MAX), source },
    );
  await widenLease(context, id, [...touched, ...fresh]);
}

/** Predicted paths that a good share of the work left alone are free for others. */
async function giveBackUnlikely(context: RunContext, id: string, workedMs: number): Promise<void> {
  const { store } = context.engine;
  const [planned] = await store.events({ session: id, kinds: ["session-planned"] });
  const session = await store.session(id);
  if (session === undefined || planned?.body.kind !== "session-planned" || planned.body.p80Hours === null) return;
  const earlier = await store.events({ session: id, kinds: ["agent-ended"] });
  const earlierMs = earlier.reduce((sum, { body }) => sum + (body.kind === "agent-ended" ? body.ms : 0), 0);
  const paths = becameUnlikely({
    lease: session.paths,
    predicted: planned.body.predicted,
    touched: (await touchedBy(store, id)).paths,
    declared: context.tasks.get(session.task)?.declared.write ?? [],
    share: (earlierMs + workedMs) / MS_PER_HOUR / Math.max(planned.body.p80Hours, Number.EPSILON),
  });
  if (paths.length > 0) await store.narrowLease(id, paths, "untouched so far, and no longer likely");
}

/** The paths inside the workspace that an agent says it writes. Wildcards are its word alone, so they wait for the look. */
function saidToWrite(event: AgentEvent, tree: string): readonly string[] {
  if (event.kind !== "tool" || !isWriting(event.tool)) return [];
  return event.paths.flatMap((path) => {
    const inside = normalizePath(isAbsolute(path) ? relative(tree, path) : path);
    return inside === undefined || isGlob(inside) ? [] : [inside];
  });
}

/** A look that fails costs nothing but knowledge: submission looks again at the real diff. */
async function warn(context: RunContext, session: SessionRow, error: unknown): Promise<void> {
  const text = `its workspace could not be looked at: ${messageOf(error)}`;
  await record(context, { task: session.task, session: session.id }, { kind: "note", level: "warning", text }).catch(() => undefined);
}
