import { constants } from "node:fs";
import { access, copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Git } from "../git/git.ts";
import { treeOf } from "../git/refs.ts";
import { isPlainDirectory } from "./plain-files.ts";
import { hasGitName, saveFiles } from "./saved-files.ts";
import {
  type IndexLayout,
  joinRaw,
  listChanges,
  pathBytes,
  pathText,
  plainLookup,
  type RawPath,
  rawFields,
  rawInput,
  rawPath,
  rawPathOf,
  readIndexLayout,
} from "./work-tree.ts";
import { type Workspace, workspaceGit } from "./workspace.ts";

export interface SnapshotOptions {
  /** Commit the work tree is compared with; ignored files it tracks are tracked on. */
  readonly from: string;
  /** Larger files are left as they are in `from`, and reported. */
  readonly fileBytesMax: number;
  /** Save nested `.git` directories as files; otherwise only the files around them. */
  readonly keepNestedGit: boolean;
  /** Save the agent's own repository as files too: for when its commits could not be taken over. */
  readonly keepAgentGit: boolean;
}

export interface Snapshot {
  readonly tree: string;
  /** What is in the work tree and not in `tree`, and why. */
  readonly problems: readonly string[];
}

const GIT = rawPath(".git");

let scratchIndexes = 0;

/**
 * The work tree as a tree object in the cache: all that is tracked or not ignored, no link followed. Works on a copy of
 * the coordinator's index, so several may run at once and a crash leaves nothing behind that matters.
 */
export async function snapshotWorkTree(workspace: Workspace, options: SnapshotOptions): Promise<Snapshot> {
  const indexFile = join(workspace.gitDir, `index-${process.pid}-${scratchIndexes++}`);
  const git = workspaceGit(workspace).with({ indexFile });
  if (!(await isPlainDirectory(workspace.tree))) {
    return { tree: await treeOf(new Git({ gitDir: workspace.gitDir }), options.from), problems: ["the work tree is gone"] };
  }
  await copyFile(join(workspace.gitDir, "index"), indexFile);
  try {
    await git.run(["read-tree", "--reset", options.from]);
    await forget(git, await rawFields(git, ["--literal-pathspecs", "ls-files", "-z", "--", ...notEmpty(workspace.privatePaths)]));
    const problems = await addChanges(git, workspace, options);
    if (options.keepAgentGit) problems.push(...(await saveFiles(git, workspace.tree, [GIT])));
    return { tree: await git.text(["write-tree"]), problems };
  } finally {
    await rm(indexFile, { force: true });
  }
}

/** `ls-files` without paths would mean all of them; `.git` is never tracked. */
const notEmpty = (paths: readonly string[]): readonly string[] => (paths.length === 0 ? [".git"] : paths);

async function addChanges(git: Git, workspace: Workspace, options: SnapshotOptions): Promise<string[]> {
  const layout = await readIndexLayout(git);
  const adopted = await adoptGitlinks(git, workspace, layout, options);
  const changes = await listChanges(git);
  const nested = await listNested(git, workspace.tree, [...changes.nested, ...adopted]);
  const sorted = await sortChanges(workspace.tree, [...changes.tracked, ...changes.untracked, ...nested.files], options.fileBytesMax);
  const problems = [...nested.problems, ...sorted.problems];
  await forget(git, sorted.gone);
  if (sorted.update.length > 0) {
    const { stderr } = await git.run(["update-index", "-z", "--add", "--remove", "--replace", "--stdin"], {
      input: rawInput(sorted.update),
    });
    problems.push(...stderr.split("\n").filter((line) => line.startsWith("Ignoring path")));
  }
  if (!options.keepNestedGit) return [...problems, ...sorted.gitNames.map((path) => `${pathText(path)} has a name git refuses`)];
  const directories = layout.directories.filter((directory) => directory !== "");
  const besideTracked = (await havingGit(workspace.tree, directories)).map((directory) => joinRaw(directory, GIT));
  const saved = await saveFiles(git, workspace.tree, [...nested.gitDirectories, ...besideTracked, ...sorted.gitNames]);
  return [...problems, ...saved];
}

async function forget(git: Git, paths: readonly RawPath[]): Promise<void> {
  if (paths.length > 0) await git.run(["update-index", "-z", "--force-remove", "--stdin"], { input: rawInput(paths) });
}

/**
 * Gitlinks the agent added stand for nested repositories nobody else has: they become files. Those of the base are the
 * owner's submodules and stay, except in salvage, which wants their content.
 */
async function adoptGitlinks(git: Git, workspace: Workspace, { gitlinks }: IndexLayout, options: SnapshotOptions): Promise<RawPath[]> {
  if (gitlinks.length === 0) return [];
  const ofBase = new Set(options.keepNestedGit ? [] : await gitlinksOf(git, workspace.base));
  const adopted = (await havingGit(workspace.tree, gitlinks)).filter((link) => !ofBase.has(link));
  await forget(git, adopted);
  return adopted;
}

/** Those of `directories` in which there is a `.git`. */
async function havingGit(tree: string, directories: readonly RawPath[]): Promise<RawPath[]> {
  const lookup = plainLookup(tree);
  const found = await Promise.all(directories.map((directory) => lookup(joinRaw(directory, GIT))));
  return directories.filter((_, index) => found[index] !== undefined);
}

async function gitlinksOf(git: Git, commit: string): Promise<RawPath[]> {
  const entries = await rawFields(git, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  return entries.filter((entry) => entry.startsWith("160000 ")).map((entry) => rawPath(entry.slice(entry.indexOf("\t") + 1)));
}

interface Nested {
  readonly files: readonly RawPath[];
  readonly gitDirectories: readonly RawPath[];
  readonly problems: readonly string[];
}

/** Files of nested repositories, however deep, listed with our own git directory and an index that knows none of them. */
async function listNested(git: Git, tree: string, directories: readonly RawPath[]): Promise<Nested> {
  const files: RawPath[] = [];
  const gitDirectories: RawPath[] = [];
  const problems: string[] = [];
  const queue = [...directories];
  for (let directory = queue.shift(); directory !== undefined; directory = queue.shift()) {
    const prefix = directory;
    gitDirectories.push(joinRaw(prefix, GIT));
    if (rawPathOf(pathText(prefix)) !== prefix) {
      problems.push(`${pathText(prefix)} is a repository in a directory whose name is no UTF-8`);
      continue;
    }
    const inside = git.with({ workTree: join(tree, pathText(prefix)), indexFile: join(tree, ".git-no-such-index") });
    for (const path of await rawFields(inside, ["ls-files", "--others", "--exclude-standard", "-z"])) {
      if (path.endsWith("/")) queue.push(joinRaw(prefix, rawPath(path.slice(0, -1))));
      else files.push(joinRaw(prefix, path));
    }
  }
  return { files, gitDirectories, problems };
}

interface SortedChanges {
  /** For git to read. */
  readonly update: readonly RawPath[];
  /** Nothing is there, or a pipe, socket or device, which holds no work and would stop git. */
  readonly gone: readonly RawPath[];
  readonly gitNames: readonly RawPath[];
  readonly problems: readonly string[];
}

async function sortChanges(tree: string, paths: readonly RawPath[], fileBytesMax: number): Promise<SortedChanges> {
  const lookup = plainLookup(tree);
  const sorted = { update: [] as RawPath[], gone: [] as RawPath[], gitNames: [] as RawPath[], problems: [] as string[] };
  for (const path of paths) {
    const stats = await lookup(path);
    if (hasGitName(path)) sorted.gitNames.push(path);
    else if (stats?.isSymbolicLink() || stats?.isDirectory()) sorted.update.push(path);
    else if (!stats?.isFile()) sorted.gone.push(path);
    else if (stats.size > fileBytesMax) {
      sorted.problems.push(`${pathText(path)} has ${stats.size} bytes, more than the limit of ${fileBytesMax}`);
    } else if (await isReadable(tree, path)) sorted.update.push(path);
    else sorted.problems.push(`${pathText(path)} cannot be read`);
  }
  return sorted;
}

function isReadable(tree: string, path: RawPath): Promise<boolean> {
  return access(pathBytes(joinRaw(rawPathOf(tree), path)), constants.R_OK).then(
    () => true,
    () => false,
  );
}
