import type { Git } from "../git/git.ts";

/** The landing commit of every change between two commits of main, by change id, as the commits' own trailers say. */
export async function landedLinks(cache: Git, base: string, tip: string): Promise<ReadonlyMap<string, string>> {
  const format = "--format=%H %(trailers:key=Change,valueonly,separator=%x2C)";
  const lines = await cache.text(["log", "--first-parent", format, `${base}..${tip}`]);
  const links = lines.split("\n").flatMap((line) => {
    const [commit, change] = line.split(" ");
    return commit === undefined || change === undefined || change === "" ? [] : [[change, commit] as const];
  });
  return new Map(links);
}
