import { createHash } from "node:crypto";
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "../git/git.ts";
import { agentConfigText, alternatesText } from "./agent-repository.ts";
import { HARMLESS_SETTINGS, settingsIn } from "./git-settings.ts";
import { isPlainDirectory, listPlainDirectory, lstatOrNothing, readPlainFile } from "./plain-files.ts";
import { listChanges, pathText } from "./work-tree.ts";
import { type Workspace, workspaceGit } from "./workspace.ts";

export interface Inspection {
  /** Paths whose content in the work tree differs from the base, in order. A nested repository counts as one path. */
  readonly changed: readonly string[];
  /** What the agent set up in its repository that could have hurt a careless reader: remotes, hooks, programs. */
  readonly tampered: readonly string[];
}

const CONFIG_BYTES_MAX = 1024 * 1024;
let looks = 0;

/** Looks at a workspace while the agent works in it; changes nothing. */
export async function inspectWorkspace(workspace: Workspace, cache: Git): Promise<Inspection> {
  const [changed, tampered] = await Promise.all([changedPaths(workspace), findTampering(workspace, cache)]);
  return { changed, tampered };
}

/**
 * Paths whose content in the work tree differs from the base, or from `since` where an earlier part landed. By our own git
 * directory and, for `since`, a scratch index: nothing is written that the agent or the next commit could notice.
 */
export async function changedPaths(workspace: Workspace, since: string | null = null): Promise<string[]> {
  if (!(await isPlainDirectory(workspace.tree))) return [];
  if (since === null) return changesIn(workspaceGit(workspace));
  const indexFile = join(workspace.gitDir, `index-look-${process.pid}-${looks++}`);
  await copyFile(join(workspace.gitDir, "index"), indexFile);
  try {
    const git = workspaceGit(workspace).with({ indexFile });
    await git.run(["read-tree", "--reset", since]);
    return await changesIn(git);
  } finally {
    await rm(indexFile, { force: true });
  }
}

async function changesIn(git: Git): Promise<string[]> {
  const { tracked, untracked, nested } = await listChanges(git);
  return [...tracked, ...untracked, ...nested].map(pathText).toSorted();
}

async function findTampering(workspace: Workspace, cache: Git): Promise<string[]> {
  const agentGit = join(workspace.tree, ".git");
  if (!(await isPlainDirectory(agentGit))) return ["the agent's repository is gone"];
  const found = await configTampering(agentGit, workspace.base, cache);
  const alternates = await readPlainFile(join(agentGit, "objects/info/alternates"), CONFIG_BYTES_MAX);
  if (alternates?.toString("utf8") !== alternatesText(cache.location.gitDir ?? "")) found.push("objects/info/alternates was changed");
  const stats = await lstatOrNothing(join(agentGit, "hooks"));
  if (stats !== undefined && !stats.isDirectory()) found.push("hooks is no directory");
  const hooks = (await listPlainDirectory(join(agentGit, "hooks"))).files.filter((name) => !name.endsWith(".sample"));
  return [...found, ...hooks.map((name) => `hook ${name}`)];
}

async function configTampering(agentGit: string, base: string, cache: Git): Promise<string[]> {
  const content = await readPlainFile(join(agentGit, "config"), CONFIG_BYTES_MAX);
  if (content === undefined) return ["config is gone or no plain file"];
  const ours = agentConfigText(base);
  if (digest(content) === digest(ours)) return [];
  const known = new Set(await settingsIn(cache, ours));
  const added = (await settingsIn(cache, content)).filter((line) => !known.has(line) && !HARMLESS_SETTINGS.test(line));
  return added.map((line) => `config ${line.replace("\n", " = ").slice(0, 200)}`);
}

const digest = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");
