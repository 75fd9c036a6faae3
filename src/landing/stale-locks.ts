import { readdir, readFile, readlink, realpath, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { RefUpdate } from "../git/push.ts";
import { localRepositoryPath } from "./local-remote.ts";

/** A receive-pack holds a ref's lock for milliseconds. */
const STALE_AFTER_MS = 60_000;
/** What git locks with a ref: HEAD when it names the branch, and the packed refs. */
const LOCKED_BESIDE = ["HEAD", "packed-refs"];

/**
 * Removes lock files a killed receive-pack left on refs, HEAD or the packed refs of a remote on this machine (4 of 194 killed pushes left one, and
 * it blocks every later push). Only locks older than a minute, and only while no receive-pack works in that repository.
 * A remote elsewhere is left alone.
 * @returns the refs whose lock was removed.
 */
export async function clearStaleLocks(remote: string, updates: readonly RefUpdate[], nowMs: number): Promise<readonly string[]> {
  const path = localRepositoryPath(remote);
  if (path === undefined || (await hasReceivePack(path))) return [];
  const cleared: string[] = [];
  for (const ref of [...updates.map(({ ref }) => ref), ...LOCKED_BESIDE]) {
    const lock = join(path, `${ref}.lock`);
    const found = await stat(lock).catch(() => undefined);
    if (found === undefined || nowMs - found.mtimeMs < STALE_AFTER_MS) continue;
    await rm(lock, { force: true });
    cleared.push(ref);
  }
  return cleared;
}

/** Does some process receive a push in this repository? Such a process works inside the repository's directory. */
async function hasReceivePack(path: string): Promise<boolean> {
  const repository = await realpath(path);
  for (const pid of (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "");
    if (!command.includes("receive-pack")) continue;
    if ((await readlink(`/proc/${pid}/cwd`).catch(() => "")).startsWith(repository)) return true;
  }
  return false;
}
