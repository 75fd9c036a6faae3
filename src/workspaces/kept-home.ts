import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { StateDirectory } from "../system/state-directory.ts";
import { openWorkspace } from "./open-workspace.ts";

/**
 * An agent's HOME holds its conversation. When its workspace is made again on another base, the HOME is set aside first
 * and moved into the new one, so that the conversation goes on. A crash in between leaves it where the next making
 * looks for it.
 */

const keptHome = ({ workspaces }: StateDirectory, session: string): string => join(workspaces, `.home-${session}`);

/** Sets the HOME of a session's workspace aside; nothing when it has none. */
export async function keepHome(wanted: { readonly stateDirectory: StateDirectory; readonly session: string }): Promise<void> {
  const workspace = await openWorkspace(wanted);
  if (workspace === undefined) return;
  const kept = keptHome(wanted.stateDirectory, workspace.session);
  await rm(kept, { recursive: true, force: true });
  await renameIfThere(workspace.home, kept);
}

/** Puts the HOME that was set aside, if one was, in the place of `home`, an empty directory. */
export async function takeKeptHome(stateDirectory: StateDirectory, session: string, home: string): Promise<void> {
  await renameIfThere(keptHome(stateDirectory, session), home);
}

/** Removes what is set aside for a session that has ended. */
export async function dropKeptHome(stateDirectory: StateDirectory, session: string): Promise<void> {
  await rm(keptHome(stateDirectory, session), { recursive: true, force: true });
}

async function renameIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}
