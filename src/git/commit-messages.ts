import type { Git } from "./git.ts";

/**
 * Messages of the commits that are present locally, by OID; absent ones are left out. An object that is no commit has the
 * empty message. One git process.
 */
export async function readCommitMessages(git: Git, commits: readonly string[]): Promise<Map<string, string>> {
  const messages = new Map<string, string>();
  if (commits.length === 0) return messages;
  const { stdout } = await git.run(["cat-file", "--batch"], { input: `${commits.join("\n")}\n` });
  let position = 0;
  for (const _ of commits) {
    const lineEnd = stdout.indexOf(10, position);
    if (lineEnd < 0) break;
    const [oid, type, size] = stdout.toString("utf8", position, lineEnd).split(" ");
    position = lineEnd + 1;
    // `<oid> missing` has no body; every other header is followed by `size` bytes and a newline.
    if (oid === undefined || size === undefined) continue;
    const end = position + Number(size);
    messages.set(oid, type === "commit" ? bodyOf(stdout.toString("utf8", position, end)) : "");
    position = end + 1;
  }
  return messages;
}

function bodyOf(commit: string): string {
  const blank = commit.indexOf("\n\n");
  return blank < 0 ? "" : commit.slice(blank + 2);
}
