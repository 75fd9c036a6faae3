import { relative } from "node:path";
import { diffFiles } from "../../git/diff.ts";
import type { SessionRow } from "../../store/rows.ts";
import { snapshotWorkTree } from "../../workspaces/snapshot.ts";
import type { Workspace } from "../../workspaces/workspace.ts";
import type { Outward } from "../agent-recorder.ts";
import { type RunContext, record } from "../run-context.ts";

/*
 * Unconfined agents can write into each other's workspaces. The kernel tells nobody who wrote a file, so only what shows is
 * told: a workspace that changed while no agent of its own ran, and what an agent itself says it wrote there. It may have
 * been its owner, who looked into it: nothing is undone.
 */

const PATHS_TOLD_MAX = 20;
const FILE_BYTES_MAX = 100 * 1024 * 1024;

/** Keeps what an unconfined session's workspace holds as its agent's turn is over. */
export async function rememberLeft({ engine, live }: RunContext, session: SessionRow, workspace: Workspace): Promise<void> {
  if (!engine.sandbox.confined) live.left.set(session.id, await treeIn(workspace));
}

/** Tells what changed in a session's workspace since its last turn. Before the next one begins. */
export async function tellWhatChanged(context: RunContext, session: SessionRow, workspace: Workspace): Promise<void> {
  const { engine, live } = context;
  const left = live.left.get(session.id);
  live.left.delete(session.id);
  if (left === undefined) return;
  const changed = (await diffFiles(engine.cache, left, await treeIn(workspace))).map(({ path }) => path);
  if (changed.length === 0) return;
  const more = changed.length > PATHS_TOLD_MAX ? ` and ${changed.length - PATHS_TOLD_MAX} more` : "";
  const what = `its workspace changed while no agent of its own ran: ${changed.slice(0, PATHS_TOLD_MAX).join(", ")}${more}`;
  await record(context, { task: session.task, session: session.id }, { kind: "escape", what, action: "reported" });
}

/** Tells a session what another one's agent says it wrote in its workspace. */
export async function tellNeighbours(context: RunContext, session: SessionRow, outward: readonly Outward[]): Promise<void> {
  const { site, store, sandbox } = context.engine;
  if (sandbox.confined) return;
  for (const { path, isRefused } of outward) {
    const [id = "", part, ...rest] = path === undefined || isRefused ? [] : relative(site.state.workspaces, path).split("/");
    const neighbour = part === "tree" && id !== session.id ? await store.session(id) : undefined;
    if (neighbour === undefined) continue;
    const what = `${session.id} says it wrote ${rest.join("/")} in its workspace`;
    await record(context, { task: neighbour.task, session: neighbour.id }, { kind: "escape", what, action: "reported" });
  }
}

async function treeIn(workspace: Workspace): Promise<string> {
  const options = { from: workspace.base, fileBytesMax: FILE_BYTES_MAX, keepNestedGit: false, keepAgentGit: false };
  return (await snapshotWorkTree(workspace, options)).tree;
}
