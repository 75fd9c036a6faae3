import { join } from "node:path";
import { SignalboxError } from "../core/errors.ts";
import { Git } from "../git/git.ts";
import { listRefs, resolveCommit } from "../git/refs.ts";

/** A change larger than this is refused rather than held in memory. */
const PACK_BYTES_MAX = 512 * 1024 * 1024;
const IMPORT_TIMEOUT_MS = 300_000;

/**
 * Copies what `tips` reach and `known` do not from `source` into the cache. The pack goes through `index-pack --strict`,
 * which computes every object's name itself and refuses malformed objects and missing links, so what arrives is whole.
 * @param source a git that sees the objects of both repositories.
 * @throws SignalboxError when an object is missing, corrupt, malformed, or all of it is too large; the cache is unchanged.
 */
export async function importObjects(source: Git, cache: Git, tips: readonly string[], known: readonly string[]): Promise<void> {
  const input = `${tips.join("\n")}\n--not\n${known.join("\n")}\n`;
  const pack = await source.run(["pack-objects", "--quiet", "--revs", "--thin", "--delta-base-offset", "--threads=1", "--stdout"], {
    input,
    timeoutMs: IMPORT_TIMEOUT_MS,
    outputBytesMax: PACK_BYTES_MAX,
  });
  await cache.run(["index-pack", "--strict", "--fix-thin", "--threads=1", "--stdin"], {
    input: pack.stdout,
    timeoutMs: IMPORT_TIMEOUT_MS,
  });
}

/**
 * Brings `revision` of the owner's clone into the cache, for `land BRANCH`.
 * @returns its commit. @throws SignalboxError `not-found` when the clone has no such commit.
 */
export async function importCommits(cache: Git, fromRepositoryPath: string, revision: string): Promise<string> {
  const from = new Git({ cwd: fromRepositoryPath });
  const commit = await resolveCommit(from, revision);
  if (commit === undefined) {
    throw new SignalboxError("not-found", `expected a branch or commit of this repository, got \`${revision.slice(0, 200)}\``, {
      hint: "git branch lists the branches",
    });
  }
  if ((await resolveCommit(cache, commit)) !== undefined) return commit;
  const known = new Set((await listRefs(cache, "refs/remotes/origin/")).values());
  const source = from.with({ objectDirectories: [join(await cache.text(["rev-parse", "--absolute-git-dir"]), "objects")] });
  await importObjects(source, cache, [commit], [...known]);
  return commit;
}

/** For each name (OID or other), the commit it means in this repository, or undefined. One process for all of them. */
export async function commitsNamed(git: Git, names: readonly string[]): Promise<(string | undefined)[]> {
  if (names.length === 0) return [];
  const input = names.map((name) => `${name}^{commit}\n`).join("");
  const answer = await git.text(["cat-file", "--batch-check=%(objectname) %(objecttype)"], { input });
  return answer.split("\n").map((line) => (line.endsWith(" commit") ? line.slice(0, line.indexOf(" ")) : undefined));
}
