import { join } from "node:path";
import type { StateDirectory } from "../system/state-directory.ts";
import { readPlainFile } from "./plain-files.ts";
import { WORKSPACE_FILE, type Workspace, workspaceAt, workspaceFileSchema } from "./workspace.ts";

const FILE_BYTES_MAX = 1024 * 1024;

/**
 * The workspace a session left behind, for example before a crash; undefined when it has none.
 * @throws SignalboxError `bad-input` when `session` is no session id.
 */
export async function openWorkspace(wanted: {
  readonly stateDirectory: StateDirectory;
  readonly session: string;
}): Promise<Workspace | undefined> {
  const { stateDirectory, session } = wanted;
  const { root } = workspaceAt(stateDirectory, { session, task: "unknown", base: "", privatePaths: [], notes: [] });
  const text = await readPlainFile(join(root, WORKSPACE_FILE), FILE_BYTES_MAX);
  if (text === undefined) return undefined;
  // An unconfined agent can write that file: it must not lead to another session's workspace.
  return workspaceAt(stateDirectory, { ...workspaceFileSchema.parse(JSON.parse(text.toString("utf8"))), session });
}
