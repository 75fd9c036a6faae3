import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { normalizePath } from "../../../core/paths.ts";
import { readFewBlobs } from "../../../git/blobs.ts";
import type { Git } from "../../../git/git.ts";
import { readPlainFile } from "../../../workspaces/plain-files.ts";
import { type PathResult, type PathVersions, refused, resolved } from "../resolution.ts";
import { runTool, type ToolContext } from "../run-tool.ts";
import type { Manifest } from "./lock-agrees.ts";
import type { LockTool } from "./lock-tools.ts";

/** A manifest, or another file the tool reads. */
interface ToolFile extends Manifest {
  readonly name: string;
}

const MANIFESTS_MAX = 500;
const BYTES_MAX = 64 * 1024 * 1024;
const TIMEOUT_MS = 120_000;

/**
 * Lets the package manager write its lock file anew from the merged manifests, in a directory with nothing but manifests
 * and lock file: no scripts, no network, no configuration of the repository's. It starts from the entries of both sides
 * where those do not clash, so that it needs to know no package it has not met; else from ours. Where it is not installed
 * or lacks a package's description offline, both sides' entries stand if they can be checked and are what the manifests
 * ask for, whole.
 * @param tree the merge with every manifest resolved.
 */
export async function resolveLock(
  context: { readonly cache: Git; readonly tools: ToolContext },
  tool: LockTool,
  versions: PathVersions,
  tree: string,
): Promise<PathResult> {
  const files = await manifestsOf(context.cache, tree, versions.path, tool);
  if (files === undefined) return refused("its manifests cannot be read");
  const union = tool.merge?.(versions) ?? refused("its form has no keys");
  const written = await writeAnew(context.tools, tool, versions, files, union.kind === "resolved" ? union.content : versions.ours);
  if (written.kind === "resolved") return written;
  if (union.kind === "refused") return refused(`${written.because}; ${union.because}`);
  if (tool.disagrees === null) return refused(written.because);
  const wrong = tool.disagrees(union.content, files.filter(isManifest));
  if (wrong !== null) return refused(`${written.because}; by the entries of both sides: ${wrong}`);
  return resolved(union.content, `the entries of both sides, which are what the manifests ask for (${written.because})`);
}

async function writeAnew(
  tools: ToolContext,
  tool: LockTool,
  { path }: PathVersions,
  files: readonly ToolFile[],
  start: string,
): Promise<PathResult> {
  const directory = await mkdtemp(join(tmpdir(), "signalbox-lock-"));
  const lock = join(directory, posix.basename(path));
  try {
    for (const file of files) {
      const to = join(directory, file.directory, file.name);
      await mkdir(dirname(to), { recursive: true });
      await writeFile(to, file.content);
    }
    await writeFile(lock, start);
    const problem = await runTool(tools, { run: [...tool.run], cwd: directory, timeoutMs: TIMEOUT_MS });
    if (problem !== null) return refused(problem);
    const content = (await readPlainFile(lock, BYTES_MAX))?.toString("utf8");
    if (content === undefined) return refused(`${tool.name} left no lock file`);
    const wrong = tool.disagrees?.(content, files.filter(isManifest)) ?? null;
    return wrong === null
      ? resolved(content, `${tool.name} wrote it anew from the merged manifests`)
      : refused(`as ${tool.name} wrote it ${wrong}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The manifests below the lock file's directory; undefined when there are none, too many, or one that is no plain file. */
async function manifestsOf(cache: Git, tree: string, path: string, { beside }: LockTool): Promise<readonly ToolFile[] | undefined> {
  const root = posix.dirname(path) === "." ? "" : `${posix.dirname(path)}/`;
  const lines = await cache.fields(["ls-tree", "-r", "-z", "--full-tree", tree, ...(root === "" ? [] : [root])]);
  const found = lines.flatMap((line) => {
    const [, oid, at] = /^100(?:644|755) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    const below = at?.startsWith(root) === true ? at.slice(root.length) : undefined;
    if (oid === undefined || below === undefined || normalizePath(below) !== below || below.split("/").includes("node_modules")) return [];
    const [name, directory] = [posix.basename(below), posix.dirname(below) === "." ? "" : posix.dirname(below)];
    return isManifest({ name }) || (directory === "" && beside.includes(name)) ? [{ oid, name, directory }] : [];
  });
  if (found.length === 0 || found.length > MANIFESTS_MAX) return undefined;
  const oids = [...new Set(found.map(({ oid }) => oid))];
  const contents = await readFewBlobs(cache, oids, BYTES_MAX);
  if (contents === undefined) return undefined;
  const byOid = new Map(oids.map((oid, index) => [oid, contents[index]?.toString("utf8") ?? ""]));
  return found.map(({ oid, name, directory }) => ({ name, directory, content: byOid.get(oid) ?? "" }));
}

function isManifest({ name }: { readonly name: string }): boolean {
  return name === "package.json";
}
