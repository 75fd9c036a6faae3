import { SignalboxError } from "../../core/errors.ts";
import type { Task } from "../../core/task.ts";
import { gitTree } from "../../tasks/git-tree.ts";
import { readTasks } from "../../tasks/read-tasks.ts";
import type { TreeReader } from "../../tasks/tree-reader.ts";
import { fetchCache } from "../../workspaces/cache.ts";
import type { Elsewhere } from "./elsewhere.ts";

/** What the remote's main says is to be done. */
export interface MainTasks {
  /** Main's commit. */
  readonly main: string;
  readonly reader: TreeReader;
  readonly tasks: readonly Task[];
}

/** Fetches main and reads its tasks. @throws SignalboxError `no-remote` when the remote has no such branch, `remote-failed`. */
export async function mainTasks({ site, cache }: Elsewhere): Promise<MainTasks> {
  const { main } = await fetchCache(cache, site.remote, site.config.main);
  if (main === undefined)
    throw new SignalboxError("no-remote", `expected the remote to have a branch \`${site.config.main}\`, got none`, {
      hint: "push it first",
    });
  const reader = gitTree(cache, main);
  return { main, reader, tasks: (await readTasks(reader, site.config)).tasks };
}
