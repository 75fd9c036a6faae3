import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { linesOf } from "../../git/merge-file.ts";
import { readPlainFile } from "../../workspaces/plain-files.ts";
import { type PathResult, type PathVersions, refused, resolved } from "./resolution.ts";
import { runTool } from "./run-tool.ts";
import type { Workshop } from "./workshop.ts";

const BYTES_MAX = 64 * 1024 * 1024;

/**
 * The owner's structured merge driver (mergiraf and its like), called as git calls merge drivers: it leaves its result in
 * `{ours}`. Accepted only when it ends with 0 and no line begins like a conflict marker that no side had.
 */
export async function runDriver({ tools, driver }: Workshop, { path, base, ours, theirs }: PathVersions): Promise<PathResult> {
  if (driver.driver === null) return refused("no merge driver is configured");
  if (path.startsWith("-")) return refused("its name would be taken for an option of the merge driver");
  const directory = await mkdtemp(join(tmpdir(), "signalbox-driver-"));
  const file = (name: string) => join(directory, name + extname(path));
  try {
    const versions = { base: base ?? "", ours, theirs };
    await Promise.all(Object.entries(versions).map(([name, text]) => writeFile(file(name), text)));
    const words = new Map([...Object.keys(versions).map((name) => [`{${name}}`, file(name)] as const), ["{path}", path]]);
    const run = driver.driver.map((word) => words.get(word) ?? word);
    const problem = await runTool(tools, { run, cwd: directory, timeoutMs: driver.timeoutSeconds * 1000 });
    if (problem !== null) return refused(`the merge driver: ${problem}`);
    const content = (await readPlainFile(file("ours"), BYTES_MAX))?.toString("utf8");
    if (content === undefined) return refused("the merge driver left no result");
    if (markers(content) > markers(ours) + markers(theirs)) return refused("the merge driver left conflict markers");
    return content === ours || content === theirs
      ? refused("the merge driver took one side whole")
      : resolved(content, `merged by ${run[0] ?? ""}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function markers(text: string): number {
  return linesOf(text).filter((line) => /^(?:<{7,}|>{7,}|\|{7,})(?: |\r?$)/.test(line)).length;
}
