import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "../git/git.ts";
import { agentConfigText, alternatesText } from "./agent-repository.ts";
import { inspectWorkspace } from "./inspect-workspace.ts";
import { hasPlainParents, isPlainDirectory, listPlainDirectory } from "./plain-files.ts";
import type { Workspace } from "./workspace.ts";

export interface Tampering {
  readonly what: string;
  /** False: it is past repair, and nothing of it is used. */
  readonly undone: boolean;
}

const ALTERNATES = "objects/info/alternates";

/**
 * Takes remotes, hooks and programs an agent set in its own repository out again, for its next turn and for whoever looks
 * at the workspace by hand; the coordinator's git never sees them. Only for a workspace in which nothing runs.
 * Follows no links.
 */
export async function restoreAgentRepository(workspace: Workspace, cache: Git): Promise<readonly Tampering[]> {
  const { tampered } = await inspectWorkspace(workspace, cache);
  if (tampered.length === 0) return [];
  const agentGit = join(workspace.tree, ".git");
  const isWhole = (await isPlainDirectory(agentGit)) && (await hasPlainParents(agentGit, ALTERNATES));
  if (isWhole) await putBack(agentGit, workspace, cache);
  return tampered.map((what) => ({ what, undone: isWhole }));
}

async function putBack(agentGit: string, { base }: Workspace, cache: Git): Promise<void> {
  const hooks = join(agentGit, "hooks");
  const ours = { config: agentConfigText(base), [ALTERNATES]: alternatesText(cache.location.gitDir ?? "") };
  for (const [name, text] of Object.entries(ours)) {
    await rm(join(agentGit, name), { recursive: true, force: true });
    await writeFile(join(agentGit, name), text, { flag: "wx" });
  }
  if (!(await isPlainDirectory(hooks))) await rm(hooks, { force: true });
  for (const name of (await listPlainDirectory(hooks)).files) await rm(join(hooks, name), { force: true });
}
