import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { StateDirectory } from "../system/state-directory.ts";
import { isRunning } from "./is-running.ts";

const UNFINISHED = /\.(?:making|leaving)-(\d+)-[0-9a-f]{8}$/;

/**
 * Removes what processes that are gone were making or removing: workspaces, templates, a cache. Nothing with a name of
 * its own is touched. To be called once when a coordinator starts.
 */
export async function sweepUnfinished(stateDirectory: StateDirectory): Promise<void> {
  const places = [stateDirectory.workspaces, join(stateDirectory.root, "templates"), dirname(stateDirectory.cache)];
  for (const place of places) {
    for (const name of await readdir(place).catch(() => [])) {
      const pid = UNFINISHED.exec(name)?.[1];
      if (pid !== undefined && !isRunning(Number(pid))) await rm(join(place, name), { recursive: true, force: true });
    }
  }
}
