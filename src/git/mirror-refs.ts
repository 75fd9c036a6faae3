import { SignalboxError } from "../core/errors.ts";
import type { Git } from "./git.ts";

const REMOTE = "refs/signalbox/";
const MIRROR = "refs/remote-signalbox/";

/**
 * Fetches coordination refs of a remote with their objects and mirrors them under `refs/remote-signalbox/`, which keeps
 * git from pruning the objects and lets the next fetch send only what is new.
 * Another process may be mirroring the same refs: whether the objects arrived is for the caller to see.
 * @returns what git said when it failed, undefined when all went well.
 */
export async function mirrorCoordinationRefs(
  git: Git,
  remote: string,
  refs: readonly string[],
  timeoutMs = 60_000,
): Promise<string | undefined> {
  const specs = refs.map((ref) => {
    if (!ref.startsWith(REMOTE)) throw new SignalboxError("bug", `expected a ref under ${REMOTE}, got \`${ref}\``);
    return `+${ref}:${MIRROR}${ref.slice(REMOTE.length)}`;
  });
  const options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules"];
  const result = await git.attempt(["fetch", ...options, "--", remote, ...specs], { timeoutMs });
  if (result.ended === null && result.exitCode === 0) return undefined;
  return result.stderr.trim().slice(0, 1000) || `git fetch ended: ${result.ended ?? result.exitCode}`;
}
