import { join } from "node:path";
import { anyPatternCovers } from "../../core/paths.ts";
import type { BlobVersion } from "../../git/diff-blobs.ts";
import type { Git } from "../../git/git.ts";
import { writeBlob } from "../../git/objects.ts";
import type { TreeEdit } from "../../git/trees.ts";
import { hasPlainParents, readPlainFile } from "../../workspaces/plain-files.ts";
import { runTool } from "./run-tool.ts";
import type { Workshop } from "./workshop.ts";

const BYTES_MAX = 64 * 1024 * 1024;

/**
 * Runs a generator on a clean checkout of the merged tree and takes what it wrote to the rule's own paths; whatever else it
 * does is thrown away with the checkout. All paths of the rule are taken, not only those in conflict: they belong together.
 * @param conflicted paths of the rule that conflict; each must be there afterwards.
 * @returns edits against the tree, or why there are none.
 */
export async function regenerate(
  { cache, workshop: { tools, openCheckout } }: { readonly cache: Git; readonly workshop: Workshop },
  rule: Workshop["generated"][number],
  conflicted: readonly string[],
  tree: string,
): Promise<readonly TreeEdit[] | string> {
  const owned = await filesOf(cache, tree, rule.paths);
  const checkout = await openCheckout(tree);
  try {
    const problem = await runTool(tools, { run: rule.run, cwd: checkout.path, timeoutMs: rule.timeoutSeconds * 1000 });
    if (problem !== null) return `its generator: ${problem}`;
    const edits: TreeEdit[] = [];
    for (const [path, version] of owned) {
      const content = (await hasPlainParents(checkout.path, path)) ? await readPlainFile(join(checkout.path, path), BYTES_MAX) : undefined;
      if (content === undefined && conflicted.includes(path)) return `its generator left no plain file at ${path}`;
      if (content === undefined) continue;
      const oid = await writeBlob(cache, content);
      if (oid !== version.oid) edits.push({ path, content: { oid, mode: version.mode } });
    }
    return edits;
  } finally {
    await checkout.close();
  }
}

async function filesOf(cache: Git, tree: string, patterns: readonly string[]): Promise<ReadonlyMap<string, BlobVersion>> {
  const lines = await cache.fields(["ls-tree", "-r", "-z", "--full-tree", tree]);
  const files = lines.flatMap((line) => {
    const [, mode, oid, path] = /^(100(?:644|755)) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    return mode !== undefined && oid !== undefined && path !== undefined && anyPatternCovers(patterns, path)
      ? [[path, { mode, oid }] as const]
      : [];
  });
  return new Map(files);
}
