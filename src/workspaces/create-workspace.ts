import { randomBytes } from "node:crypto";
import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SignalboxError } from "../core/errors.ts";
import { diffFiles } from "../git/diff.ts";
import type { Git } from "../git/git.ts";
import { treeOf } from "../git/refs.ts";
import type { StateDirectory } from "../system/state-directory.ts";
import { makeAgentRepository } from "./agent-repository.ts";
import { copyTree } from "./copy-tree.ts";
import { excludeText, makeGitDirectory, objectFormatOf } from "./git-directory.ts";
import { takeKeptHome } from "./kept-home.ts";
import { openWorkspace } from "./open-workspace.ts";
import { removeWorkspace } from "./remove-workspace.ts";
import { privatePathsOf, runSetUp, type SetUp, takeDependencies } from "./set-up.ts";
import { openTemplate, settleTimes, type Template, UPDATED_SECOND } from "./template.ts";
import { WORKSPACE_FILE, type Workspace, workspaceAt, workspaceFileText, workspaceGit, workspaceIn } from "./workspace.ts";

export interface NewWorkspace {
  readonly cache: Git;
  readonly stateDirectory: StateDirectory;
  readonly session: string;
  readonly task: string;
  /** Commit of main to start from; must be in the cache. */
  readonly base: string;
  readonly setup: SetUp;
  /** The owner's clone, where dependencies are taken from; null when there is none. */
  readonly mainCheckout: string | null;
}

/**
 * Makes a session's workspace at its base. It gets its name only when it is whole, so a crash leaves nothing half made.
 * One that is there already (a crash while preparing) is salvaged, removed and made again.
 * @throws SignalboxError `refused` when the old one cannot be salvaged, `work-failed` when set-up fails.
 */
export async function createWorkspace(wanted: NewWorkspace): Promise<Workspace> {
  const { stateDirectory, session, task, base, setup } = wanted;
  const facts = { session, task, base, privatePaths: [], notes: [] };
  const { root } = workspaceAt(stateDirectory, facts);
  await makeRoom(wanted);
  const making = workspaceIn(join(stateDirectory.workspaces, `.making-${process.pid}-${randomBytes(4).toString("hex")}`), facts);
  try {
    for (const path of [making.home, making.temp]) await mkdir(path, { recursive: true, mode: 0o700 });
    await takeKeptHome(stateDirectory, session, making.home);
    await fillTree(making, wanted);
    const privatePaths = await privatePathsOf(workspaceGit(making), setup);
    await writeFile(join(making.gitDir, "info", "exclude"), excludeText(privatePaths));
    await makeAgentRepository(join(making.tree, ".git"), {
      cache: stateDirectory.cache,
      task,
      base,
      indexFile: join(making.gitDir, "index"),
      exclude: privatePaths,
    });
    const notes = await takeDependencies(making.tree, setup, privatePaths, wanted.mainCheckout);
    const taken = privatePaths.length > 0 && notes.length === 0;
    const workspace = workspaceIn(root, { ...facts, privatePaths, notes });
    await writeFile(join(making.root, WORKSPACE_FILE), workspaceFileText(workspace));
    await rename(making.root, root);
    if (!taken) await runSetUp(setup, workspace);
    return workspace;
  } catch (error) {
    await rm(making.root, { recursive: true, force: true });
    throw error;
  }
}

/** Removes what a crash while preparing left, once its work is saved. */
async function makeRoom({ cache, stateDirectory, session }: NewWorkspace): Promise<void> {
  const old = await openWorkspace({ stateDirectory, session });
  const removal = old === undefined ? undefined : await removeWorkspace(old, cache, "the workspace is made again");
  if (old === undefined || removal?.removed !== false) return;
  throw new SignalboxError("refused", `expected to save the work in the old workspace of ${session}, got: ${removal.because}`, {
    hint: `look at ${old.root}, then remove it yourself`,
  });
}

/**
 * The base's files by copying the template, then git: it brings the copy from the template's tree to the base's, and puts
 * right whatever the copy lacks or has wrong.
 */
async function fillTree(workspace: Workspace, { cache, stateDirectory, base }: NewWorkspace): Promise<void> {
  const treeOid = await treeOf(cache, base);
  const template = await openTemplate(cache, stateDirectory, treeOid);
  const format = objectFormatOf(base);
  await makeGitDirectory(workspace.gitDir, { cache: stateDirectory.cache, format, head: base, trust: "copied", exclude: [] });
  await copyTemplate(template, workspace);
  const git = workspaceGit(workspace);
  await git.run(["read-tree", "--reset", "-u", base]);
  if (treeOid === template.treeOid) return;
  const updated = (await diffFiles(cache, template.treeOid, treeOid)).filter(({ status }) => status !== "D").map(({ path }) => path);
  await settleTimes(git, workspace.tree, updated, UPDATED_SECOND);
}

/** Without the template's index git would know nothing of the copied files; then it writes them all itself. */
async function copyTemplate(template: Template, workspace: Workspace): Promise<void> {
  try {
    await copyFile(template.indexFile, join(workspace.gitDir, "index"));
    await copyTree(template.tree, workspace.tree);
  } catch {
    await rm(join(workspace.gitDir, "index"), { force: true });
    await rm(workspace.tree, { recursive: true, force: true });
    await mkdir(workspace.tree);
  }
}
