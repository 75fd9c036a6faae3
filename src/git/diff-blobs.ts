import type { Git } from "./git.ts";

/** One version of a path: its mode (`100644`, `100755`, `120000`, `160000`) and object. */
export interface BlobVersion {
  readonly mode: string;
  readonly oid: string;
}

/** A path that differs, with both versions; null where the path does not exist. */
export interface BlobChange {
  readonly path: string;
  readonly before: BlobVersion | null;
  readonly after: BlobVersion | null;
}

/** What differs between two trees or commits, with modes and objects, without rename detection. */
export async function diffBlobs(git: Git, from: string, to: string): Promise<BlobChange[]> {
  const fields = await git.fields(["diff-tree", "-r", "-z", "--raw", "--no-renames", "--end-of-options", from, to]);
  return parseRaw(fields).get("") ?? [];
}

/**
 * The same for many commits against one older commit each, in one process.
 * @returns by `to`; a commit without a difference has no entry.
 */
export async function diffBlobsOf(
  git: Git,
  pairs: readonly { readonly from: string; readonly to: string }[],
): Promise<Map<string, BlobChange[]>> {
  if (pairs.length === 0) return new Map();
  // Two commits on a line mean: the first, with the second as its only parent.
  const input = pairs.map(({ from, to }) => `${to} ${from}\n`).join("");
  return parseRaw(await git.fields(["diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames"], { input }));
}

/** `:<mode> <mode> <oid> <oid> <status>` NUL `<path>` NUL, after the commit's OID where several were asked for. */
function parseRaw(fields: readonly string[]): Map<string, BlobChange[]> {
  const byCommit = new Map<string, BlobChange[]>();
  let commit = "";
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index] ?? "";
    if (!field.startsWith(":")) {
      commit = field;
      continue;
    }
    const [modeBefore, modeAfter, oidBefore, oidAfter] = field.slice(1).split(" ");
    const changes = byCommit.get(commit) ?? [];
    changes.push({ path: fields[++index] ?? "", before: version(modeBefore, oidBefore), after: version(modeAfter, oidAfter) });
    byCommit.set(commit, changes);
  }
  return byCommit;
}

function version(mode: string | undefined, oid: string | undefined): BlobVersion | null {
  return mode === undefined || oid === undefined || mode === "000000" ? null : { mode, oid };
}
