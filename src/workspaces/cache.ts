import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SignalboxError } from "../core/errors.ts";
import { Git } from "../git/git.ts";
import { listRefs, listRemoteRefs } from "../git/refs.ts";
import type { StateDirectory } from "../system/state-directory.ts";
import { formatConfig, type ObjectFormat, objectFormatOf } from "./git-directory.ts";
import { isPlainDirectory } from "./plain-files.ts";

const FETCH_TIMEOUT_MS = 600_000;
const FETCH_TRIES = 5;

/**
 * Opens the bare repository that holds every object of one remote, making it on first use. It never prunes: git itself
 * refuses to (`extensions.preciousObjects`), because workspaces and salvage borrow from it.
 * @throws SignalboxError `remote-failed` when it must be made and the remote does not answer.
 */
export async function openCache(stateDirectory: StateDirectory, remote: string, main: string): Promise<Git> {
  const cache = new Git({ gitDir: stateDirectory.cache });
  if (await isPlainDirectory(stateDirectory.cache)) return cache;
  const refs = await askRemote(remote, () => listRemoteRefs(new Git({ cwd: stateDirectory.root }), remote, []));
  const format = objectFormatOf(refs.values().next().value ?? "");
  const making = `${stateDirectory.cache}.making-${process.pid}-${randomBytes(4).toString("hex")}`;
  for (const directory of ["refs", "objects/info", "objects/pack", "info"]) await mkdir(join(making, directory), { recursive: true });
  await writeFile(join(making, "HEAD"), `ref: refs/heads/${main}\n`);
  await writeFile(join(making, "config"), cacheConfigText(format));
  // Whoever renames first wins; the others use what is there.
  await rename(making, stateDirectory.cache).catch(() => rm(making, { recursive: true, force: true }));
  return cache;
}

/** What `config` of the cache says, and nothing else. */
export function cacheConfigText(format: ObjectFormat): string {
  return `${formatConfig(format, true)}[core]\n\tbare = true\n[gc]\n\tauto = 0\n\tpruneExpire = never\n`;
}

export interface FetchedRefs {
  /** The remote's main, or undefined when it has none yet. */
  readonly main: string | undefined;
  /** The remote's branches and `refs/signalbox/*`, by their names there. */
  readonly refs: ReadonlyMap<string, string>;
}

const MIRRORS = [
  ["refs/heads/", "refs/remotes/origin/"],
  ["refs/signalbox/", "refs/remote-signalbox/"],
] as const;

/**
 * Brings the remote's branches and coordination refs into the cache; what is gone there goes here, objects stay.
 * @throws SignalboxError `remote-failed`.
 */
export async function fetchCache(cache: Git, remote: string, main: string): Promise<FetchedRefs> {
  const specs = MIRRORS.map(([there, here]) => `+${there}*:${here}*`);
  const fetch = ["fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--", remote, ...specs];
  await askRemote(remote, () => retryLockedRefs(() => cache.run(fetch, { timeoutMs: FETCH_TIMEOUT_MS })));
  const refs = new Map<string, string>();
  for (const [there, here] of MIRRORS) {
    for (const [ref, oid] of await listRefs(cache, here)) refs.set(there + ref.slice(here.length), oid);
  }
  return { main: refs.get(`refs/heads/${main}`), refs };
}

/** Two fetches at once may want the same ref's lock; the second only has to ask again. */
async function retryLockedRefs<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = FETCH_TRIES; ; left--) {
    try {
      return await ask();
    } catch (error) {
      const stderr = error instanceof SignalboxError ? String(error.details["stderr"] ?? "") : "";
      if (left <= 1 || !/cannot lock ref|Unable to create .*\.lock|reference already exists/i.test(stderr)) throw error;
    }
  }
}

async function askRemote<T>(remote: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof SignalboxError) || error.code === "disk-full") throw error;
    throw new SignalboxError("remote-failed", `expected the remote \`${redact(remote)}\` to answer: ${redact(error.message)}`, {
      hint: "check the address and your access with git ls-remote, then try again",
      details: error.details,
      cause: error,
    });
  }
}

/** A URL without the password it may carry. */
function redact(text: string): string {
  return text.replace(/(:\/\/)[^/@\s]+@/g, "$1…@");
}
