import { isUtf8 } from "node:buffer";
import { readFewBlobs } from "../../git/blobs.ts";
import type { BlobVersion } from "../../git/diff-blobs.ts";
import type { Git } from "../../git/git.ts";
import type { ConflictedPath } from "../../git/merge-tree.ts";
import type { PathVersions } from "./resolution.ts";

const BYTES_MAX = 64 * 1024 * 1024;

/** The contents of all versions of some paths, by object; undefined when they are more than 64 MiB. One process. */
export async function readVersions(cache: Git, paths: readonly ConflictedPath[]): Promise<ReadonlyMap<string, Buffer> | undefined> {
  const versions = paths.flatMap(({ base, ours, theirs }) => [base, ours, theirs]);
  const oids = [...new Set(versions.flatMap((version) => version?.oid ?? []))];
  const contents = await readFewBlobs(cache, oids, BYTES_MAX);
  return contents === undefined ? undefined : new Map(oids.map((oid, index) => [oid, contents[index] ?? Buffer.alloc(0)]));
}

/** The three texts of a path; undefined when one that must be there is no text. */
export function textsOf({ path, base, ours, theirs }: ConflictedPath, contents: ReadonlyMap<string, Buffer>): PathVersions | undefined {
  const [was, left, right] = [base, ours, theirs].map((version) => textOf(version, contents));
  if (left === undefined || right === undefined || (base !== null && was === undefined)) return undefined;
  return { path, base: was ?? null, ours: left, theirs: right };
}

/** The texts of some blobs in order; undefined when one is no text, or they are more than 64 MiB. One process. */
export async function readTexts(cache: Git, oids: readonly string[]): Promise<readonly string[] | undefined> {
  const contents = await readFewBlobs(cache, oids, BYTES_MAX);
  const texts = contents?.map(asText).filter((text) => text !== undefined);
  return texts?.length === oids.length ? texts : undefined;
}

function textOf(version: BlobVersion | null, contents: ReadonlyMap<string, Buffer>): string | undefined {
  const content = version === null ? undefined : contents.get(version.oid);
  return content === undefined ? undefined : asText(content);
}

function asText(content: Buffer): string | undefined {
  return content.includes(0) || !isUtf8(content) ? undefined : content.toString("utf8");
}
