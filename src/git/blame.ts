import type { Git } from "./git.ts";

/**
 * Who last touched each line of a file, by author name; index 0 is line 1. Lines not committed yet, and everything of
 * a file git does not know, are undefined.
 */
export async function blameAuthors(git: Git, path: string, commit?: string): Promise<readonly (string | undefined)[]> {
  const result = await git.attempt(["blame", "--line-porcelain", ...(commit === undefined ? [] : [commit]), "--", path]);
  if (result.exitCode !== 0 || result.ended !== null) return [];
  const authors: (string | undefined)[] = [];
  let committed = false;
  for (const line of result.stdout.toString("utf8").split("\n")) {
    const oid = /^([0-9a-f]{40}|[0-9a-f]{64}) \d+ \d+/.exec(line)?.[1];
    if (oid !== undefined) committed = !/^0+$/.test(oid);
    else if (line.startsWith("author ")) authors.push(committed ? line.slice("author ".length) : undefined);
  }
  return authors;
}
