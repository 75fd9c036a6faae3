import type { BlobChange } from "../git/diff-blobs.ts";
import type { Git } from "../git/git.ts";

/** Beyond this many paths one look at whole trees is cheaper, and safe from the limit on a command line's length. */
const PATHS_NAMED_MAX = 500;

const ALL_THREE = ["--all-match", "-E", "-e", "^<{7}( |$)", "-e", "^={7}$", "-e", "^>{7}( |$)"];

/**
 * Files of each head that hold a conflict's three marker lines and did not before: an unresolved conflict someone
 * committed. Files that held them already (a text about merges) are left alone.
 * @returns paths by head; heads without any have no entry.
 */
export async function findConflictMarkers(
  cache: Git,
  pairs: readonly { readonly from: string; readonly to: string }[],
  diffs: ReadonlyMap<string, readonly BlobChange[]>,
): Promise<Map<string, string[]>> {
  const paths = new Set([...diffs.values()].flat().flatMap(({ path, after }) => (after === null ? [] : [path])));
  const found = await grep(
    cache,
    pairs.map(({ to }) => to),
    paths,
  );
  if (found.size === 0) return found;
  const before = await grep(cache, [...new Set(pairs.map(({ from }) => from))], new Set([...found.values()].flat()));
  const marked = new Map<string, string[]>();
  for (const { from, to } of pairs) {
    const changed = new Set(diffs.get(to)?.map(({ path }) => path));
    const fresh = (found.get(to) ?? []).filter((path) => changed.has(path) && !before.get(from)?.includes(path));
    if (fresh.length > 0) marked.set(to, fresh);
  }
  return marked;
}

/** Text files of `commits` with all three markers; `git grep` answers `<commit>:<path>`. */
async function grep(cache: Git, commits: readonly string[], paths: ReadonlySet<string>): Promise<Map<string, string[]>> {
  if (commits.length === 0 || paths.size === 0) return new Map();
  const limits = paths.size > PATHS_NAMED_MAX ? [] : ["--", ...[...paths].map((path) => `:(literal)${path}`)];
  const { stdout } = await cache.run(["grep", "-I", "-l", "-z", ...ALL_THREE, ...commits, ...limits], { okExitCodes: [0, 1] });
  const found = new Map<string, string[]>();
  for (const hit of stdout.toString("utf8").split("\0")) {
    const colon = hit.indexOf(":");
    if (colon === -1) continue;
    const commit = hit.slice(0, colon);
    found.set(commit, [...(found.get(commit) ?? []), hit.slice(colon + 1)]);
  }
  return found;
}
