import { chmod, mkdir, readdir, rm, stat } from "node:fs/promises";
import type { Git } from "../git/git.ts";
import { joinRaw, pathBytes, type RawPath, rawPath, rawPathOf, readIndexLayout } from "./work-tree.ts";

/**
 * Removes everything from a tree that its index does not name, and gives directories the mode of the tree's parent.
 * Not by `git clean`: git sees no pipes and sockets, no `.git` beside tracked files, no inside of submodules.
 */
export async function removeUntracked(git: Git, tree: string): Promise<void> {
  const layout = await readIndexLayout(git);
  const [files, directories] = [new Set<string>(layout.files), new Set<string>(layout.directories)];
  const root = rawPathOf(tree);
  const { mode } = await stat(`${tree}/..`);
  const visit = async (directory: RawPath): Promise<void> => {
    const absolute = pathBytes(joinRaw(root, directory));
    await chmod(absolute, mode);
    for (const entry of await readdir(absolute, { encoding: "buffer", withFileTypes: true })) {
      const path = joinRaw(directory, rawPath(entry.name.toString("latin1")));
      if (entry.isDirectory() && directories.has(path)) await visit(path);
      else if (entry.isDirectory() || !files.has(path)) await rm(pathBytes(joinRaw(root, path)), { recursive: true, force: true });
    }
  };
  await visit(rawPath(""));
  for (const link of layout.gitlinks) await mkdir(pathBytes(joinRaw(root, link)), { recursive: true });
}
