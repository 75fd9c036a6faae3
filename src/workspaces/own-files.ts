import { mkdir, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Git } from "../git/git.ts";
import { compareAndSwapRef, listRefs } from "../git/refs.ts";
import type { StateDirectory } from "../system/state-directory.ts";
import { cacheConfigText } from "./cache.ts";
import { gitDirectoryFiles, NEVER_IN_GIT_DIRECTORY, objectFormatOf } from "./git-directory.ts";
import { lstatOrNothing, readPlainFile } from "./plain-files.ts";
import { WORKSPACE_FILE, type Workspace, workspaceFileText } from "./workspace.ts";

const FILE_BYTES_MAX = 1024 * 1024;
const SALVAGE = "refs/signalbox/salvage/";

/** What nobody but the coordinator writes, so that whatever differs can be put right: it was no person's work. */
interface OwnDirectory {
  readonly path: string;
  readonly files: ReadonlyMap<string, string>;
  /** Symbolic links and where they lead. */
  readonly links: ReadonlyMap<string, string>;
  readonly never: readonly string[];
}

/** Refs of the coordinator's that only ever come to be; kept to see whether one has gone. */
export type KeptRefs = ReadonlyMap<string, string>;

export function keptRefs(cache: Git): Promise<KeptRefs> {
  return listRefs(cache, SALVAGE);
}

/**
 * Puts right what an unconfined agent changed of the coordinator's own: how git behaves in its directories, what it knows
 * of the workspace, and refs to salvaged work that are gone. The store and running workspaces are beyond it.
 * @param before the refs before the agent began.
 * @returns what was put right, for people.
 */
export async function restoreOwnFiles(workspace: Workspace, cache: Git, state: StateDirectory, before: KeptRefs): Promise<string[]> {
  const restored: string[] = [];
  for (const directory of ownDirectories(workspace, state)) restored.push(...(await restoreDirectory(directory, state.root)));
  const now = await keptRefs(cache);
  for (const [ref, oid] of before) {
    if (now.get(ref) !== oid && (await compareAndSwapRef(cache, ref, now.get(ref) ?? null, oid))) restored.push(`${ref} of cache.git`);
  }
  return restored;
}

function ownDirectories(workspace: Workspace, state: StateDirectory): readonly OwnDirectory[] {
  const format = objectFormatOf(workspace.base);
  const { privatePaths: exclude, base: head } = workspace;
  return [
    { path: workspace.root, files: new Map([[WORKSPACE_FILE, workspaceFileText(workspace)]]), links: new Map(), never: [] },
    {
      path: workspace.gitDir,
      files: gitDirectoryFiles({ cache: state.cache, format, head, trust: "copied", exclude }),
      links: new Map([["objects", join(state.cache, "objects")]]),
      never: NEVER_IN_GIT_DIRECTORY,
    },
    {
      path: state.cache,
      files: new Map([["config", cacheConfigText(format)]]),
      links: new Map(),
      never: [...NEVER_IN_GIT_DIRECTORY, "info/attributes", "objects/info/alternates"],
    },
  ];
}

async function restoreDirectory({ path, files, links, never }: OwnDirectory, stateRoot: string): Promise<string[]> {
  const restored: string[] = [];
  const put = async (name: string, write: (target: string) => Promise<void>) => {
    const target = join(path, name);
    // Removed first: a link in its place must not be written through.
    await rm(target, { recursive: true, force: true });
    await mkdir(dirname(target), { recursive: true });
    await write(target);
    restored.push(target.slice(stateRoot.length + 1));
  };
  for (const [name, text] of files) {
    const found = await readPlainFile(join(path, name), FILE_BYTES_MAX);
    if (found?.toString("utf8") !== text) await put(name, (target) => writeFile(target, text, { flag: "wx" }));
  }
  for (const [name, to] of links) {
    if ((await readlink(join(path, name)).catch(() => undefined)) !== to) await put(name, (target) => symlink(to, target));
  }
  for (const name of never) if ((await lstatOrNothing(join(path, name))) !== undefined) await put(name, async () => undefined);
  return restored;
}
