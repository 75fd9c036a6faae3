import { join } from "node:path";
import { parseConfig } from "../../src/core/config.ts";
import type { Git } from "../../src/git/git.ts";
import type { StateDirectory } from "../../src/system/state-directory.ts";
import { openStateDirectory } from "../../src/system/state-directory.ts";
import { fetchCache, openCache } from "../../src/workspaces/cache.ts";
import { createWorkspace } from "../../src/workspaces/create-workspace.ts";
import type { SetUp } from "../../src/workspaces/set-up.ts";
import type { Workspace } from "../../src/workspaces/workspace.ts";
import { makeRemoteAndClone, type RemoteAndClone } from "../support/repository.ts";

export const SESSION = "Session-20260105-QA-001-1f2e3d4c";
export const TASK = "QA-001";
export const AUTHOR = { name: "Signalbox", email: "signalbox@localhost" };

export function setUp(values: Record<string, unknown> = {}): SetUp {
  return parseConfig({ setup: values }).setup;
}

export interface House extends RemoteAndClone {
  readonly stateDirectory: StateDirectory;
  readonly cache: Git;
  /** The remote's main. */
  readonly base: string;
  workspace(options?: { session?: string; task?: string; base?: string; setup?: SetUp; mainCheckout?: string | null }): Promise<Workspace>;
}

/** A remote, a clone, and a coordinator's state directory with a filled cache. */
export async function openHouse(files: Readonly<Record<string, string>>, stateHome?: string): Promise<House> {
  const repository = await makeRemoteAndClone(files);
  const before = process.env["XDG_STATE_HOME"];
  process.env["XDG_STATE_HOME"] = stateHome ?? join(repository.root, "state");
  const stateDirectory = await openStateDirectory(repository.remote).finally(() => {
    if (before === undefined) delete process.env["XDG_STATE_HOME"];
    else process.env["XDG_STATE_HOME"] = before;
  });
  const cache = await openCache(stateDirectory, repository.remote, "main");
  const { main } = await fetchCache(cache, repository.remote, "main");
  if (main === undefined) throw new Error("expected the remote to have a main");
  const workspace: House["workspace"] = (options = {}) =>
    createWorkspace({
      cache,
      stateDirectory,
      session: SESSION,
      task: TASK,
      base: main,
      setup: setUp(),
      mainCheckout: repository.clone,
      ...options,
    });
  return { ...repository, stateDirectory, cache, base: main, workspace };
}

/** All files of a commit with their content. */
export async function contentOf(cache: Git, commit: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const path of await cache.fields(["ls-tree", "-r", "-z", "--name-only", commit])) {
    files[path] = (await cache.run(["cat-file", "blob", `${commit}:${path}`])).stdout.toString("latin1");
  }
  return files;
}
