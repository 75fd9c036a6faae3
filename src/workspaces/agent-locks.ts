import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { hasPlainParents, listPlainDirectory } from "./plain-files.ts";
import type { Workspace } from "./workspace.ts";

/** Where git keeps the locks of its index, HEAD, configuration and branches; `signalbox/` holds the session's own branch. */
const LOCKED = [".git", ".git/refs/heads", ".git/refs/heads/signalbox"];

/**
 * Removes the locks that the agent's git left behind when it was killed, or the next attempt could commit nothing.
 * Only for a workspace in which nothing runs any more. Follows no links.
 */
export async function removeAgentLocks({ root, tree }: Workspace): Promise<void> {
  for (const directory of LOCKED.map((path) => join(tree, path))) {
    if (!(await hasPlainParents(root, relative(root, directory)))) continue;
    const { files } = await listPlainDirectory(directory);
    for (const name of files) if (name.endsWith(".lock")) await rm(join(directory, name), { force: true });
  }
}
