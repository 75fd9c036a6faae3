import type { Git } from "./git.ts";

/**
 * Who last touched each line of `text` as the content of `path`, by author name; index 0 is line 1. Lines that are not in
 * HEAD's history, and all lines of a file that git does not know, are `uncommittedBy`'s.
 */
export async function blameAuthors(git: Git, path: string, text: string, uncommittedBy?: string): Promise<readonly (string | undefined)[]> {
  const result = await git.attempt(["blame", "--line-porcelain", "--contents", "-", "--", path], { input: text });
  if (result.exitCode !== 0 || result.ended !== null) return text.split("\n").map(() => uncommittedBy);
  const authors: (string | undefined)[] = [];
  let committed = false;
  for (const line of result.stdout.toString("utf8").split("\n")) {
    const oid = /^([0-9a-f]{40}|[0-9a-f]{64}) \d+ \d+/.exec(line)?.[1];
    if (oid !== undefined) committed = !/^0+$/.test(oid);
    else if (line.startsWith("author ")) authors.push(committed ? line.slice("author ".length) : uncommittedBy);
  }
  return authors;
}
