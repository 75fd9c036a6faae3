import { randomBytes } from "node:crypto";
import { lutimes, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { diffFiles } from "../git/diff.ts";
import { Git } from "../git/git.ts";
import { isOid } from "../git/refs.ts";
import type { StateDirectory } from "../system/state-directory.ts";
import { makeGitDirectory, objectFormatOf } from "./git-directory.ts";

/**
 * A pristine checkout that workspaces are copied from: copying 6,000 files takes a third of the time git needs to write
 * them. Never changed once it has its name, so any number of processes may copy from it.
 */
export interface Template {
  /** OID of the tree it holds. */
  readonly treeOid: string;
  readonly tree: string;
  readonly indexFile: string;
}

/** More changed files than this and a workspace would spend its time catching up: a new template is made. */
const CHANGED_FILES_MAX = 400;
const TEMPLATES_KEPT = 2;

/**
 * Every file of a copied tree gets a second of its own as its modification time. Copied files have new inodes and change
 * times, so size and modification time must tell them apart: with equal times, swapping two files of equal size
 * (`mv`, `cp -p`) would be invisible to git and the work lost.
 */
const TEMPLATE_SECOND = Date.UTC(2001, 0, 1) / 1000;
export const UPDATED_SECOND = Date.UTC(2011, 0, 1) / 1000;

/** Gives each path, in order, a modification time of its own, and makes the index believe it. */
export async function settleTimes(git: Git, tree: string, paths: readonly string[], firstSecond: number): Promise<void> {
  for (const [index, path] of paths.entries()) await lutimes(join(tree, path), firstSecond + index, firstSecond + index);
  await git.run(["update-index", "-q", "--refresh"], { okExitCodes: [0, 1] });
}

const building = new Map<string, Promise<Template>>();

/** A template near enough to the tree, made when there is none. Other processes may make the same one; one of them stays. */
export async function openTemplate(cache: Git, stateDirectory: StateDirectory, treeOid: string): Promise<Template> {
  const directory = join(stateDirectory.root, "templates");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const found = await nearestTemplate(cache, directory, treeOid);
  if (found !== undefined) return found;
  const path = join(directory, treeOid);
  const running = building.get(path) ?? makeTemplate(stateDirectory, directory, treeOid).finally(() => building.delete(path));
  building.set(path, running);
  return running;
}

async function nearestTemplate(cache: Git, directory: string, treeOid: string): Promise<Template | undefined> {
  const existing = await listTemplates(directory);
  if (existing.includes(treeOid)) return templateIn(join(directory, treeOid), treeOid);
  const newest = existing[0];
  if (newest === undefined) return undefined;
  const changed = await diffFiles(cache, newest, treeOid);
  return changed.length <= CHANGED_FILES_MAX ? templateIn(join(directory, newest), newest) : undefined;
}

async function makeTemplate(stateDirectory: StateDirectory, directory: string, treeOid: string): Promise<Template> {
  const making = join(directory, `.making-${process.pid}-${randomBytes(4).toString("hex")}`);
  const template = templateIn(making, treeOid);
  await mkdir(template.tree, { recursive: true });
  const format = objectFormatOf(treeOid);
  await makeGitDirectory(join(making, "git"), { cache: stateDirectory.cache, format, head: null, trust: "copied", exclude: [] });
  const git = new Git({ gitDir: join(making, "git"), workTree: template.tree });
  await git.run(["read-tree", "--reset", "-u", treeOid]);
  const paths = (await git.fields(["ls-files", "-s", "-z"]))
    .filter((line) => !line.startsWith("160000 "))
    .map((line) => line.slice(line.indexOf("\t") + 1));
  await settleTimes(git, template.tree, paths, TEMPLATE_SECOND);
  const path = join(directory, treeOid);
  await rename(making, path).catch(() => rm(making, { recursive: true, force: true }));
  await removeOldTemplates(directory);
  return templateIn(path, treeOid);
}

/** A copy that was going on from one of these is completed by git afterwards (see createWorkspace). */
async function removeOldTemplates(directory: string): Promise<void> {
  for (const name of (await listTemplates(directory)).slice(TEMPLATES_KEPT)) {
    const leaving = join(directory, `.leaving-${process.pid}-${randomBytes(4).toString("hex")}`);
    await rename(join(directory, name), leaving).catch(() => undefined);
    await rm(leaving, { recursive: true, force: true });
  }
}

/** Tree OIDs of the templates there are, newest first. */
async function listTemplates(directory: string): Promise<string[]> {
  const names = (await readdir(directory)).filter(isOid);
  const aged = await Promise.all(
    names.map(async (name) => ({ name, madeMs: (await stat(join(directory, name)).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  return aged.toSorted((a, b) => b.madeMs - a.madeMs).map(({ name }) => name);
}

function templateIn(path: string, treeOid: string): Template {
  return { treeOid, tree: join(path, "tree"), indexFile: join(path, "git", "index") };
}
