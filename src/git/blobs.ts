import type { Git } from "./git.ts";

/** A regular file of a tree. */
export interface BlobFile {
  readonly path: string;
  readonly oid: string;
  readonly bytes: number;
}

/** Content of this many bytes is asked for at once: one `cat-file` for any usual set of files, and bounded memory. */
const BATCH_BYTES_MAX = 64 * 1024 * 1024;

/** The regular files of a tree by path, with their sizes; links and submodules are left out. */
export async function listBlobs(git: Git, treeish: string): Promise<ReadonlyMap<string, BlobFile>> {
  const lines = await git.fields(["ls-tree", "-r", "-l", "-z", "--full-tree", treeish]);
  const files = new Map<string, BlobFile>();
  for (const line of lines) {
    const match = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line);
    if (match?.[1] !== undefined && match[3] !== undefined) files.set(match[3], { path: match[3], oid: match[1], bytes: Number(match[2]) });
  }
  return files;
}

/** Contents of a few blobs, or undefined when they are more than `bytesMax` together, or not all here. One process. */
export async function readFewBlobs(git: Git, oids: readonly string[], bytesMax: number): Promise<readonly Buffer[] | undefined> {
  if (oids.length === 0) return [];
  const { stdout, exitCode } = await git.attempt(["cat-file", "--batch"], {
    input: oids.map((oid) => `${oid}\n`).join(""),
    outputBytesMax: bytesMax,
  });
  if (exitCode !== 0) return undefined;
  const contents: Buffer[] = [];
  let offset = 0;
  for (const _ of oids) {
    const start = stdout.indexOf(10, offset) + 1;
    const bytes = / blob (\d+)$/.exec(stdout.toString("latin1", offset, start - 1))?.[1];
    if (bytes === undefined) return undefined;
    contents.push(stdout.subarray(start, start + Number(bytes)));
    offset = start + Number(bytes) + 1;
  }
  return contents;
}

/** Files with the sizes of their blobs, in one process; blobs that are not here are left out. */
export async function sizedBlobs<File extends Pick<BlobFile, "path" | "oid">>(
  git: Git,
  files: readonly File[],
): Promise<readonly (File & BlobFile)[]> {
  if (files.length === 0) return [];
  const text = await git.text(["cat-file", "--batch-check=%(objecttype) %(objectsize)"], {
    input: files.map(({ oid }) => `${oid}\n`).join(""),
  });
  const lines = text.split("\n");
  return files.flatMap((file, index) => {
    const bytes = /^blob (\d+)$/.exec(lines[index] ?? "")?.[1];
    return bytes === undefined ? [] : [{ ...file, bytes: Number(bytes) }];
  });
}

/** The contents of `files` in order, each cut to `bytesMax` bytes; a larger blob is never held whole. */
export async function* readBlobs<File extends BlobFile>(
  git: Git,
  files: readonly File[],
  bytesMax: number,
): AsyncIterable<File & { readonly content: Buffer }> {
  let batch: File[] = [];
  let bytes = 0;
  for (const file of files) {
    if (file.bytes > bytesMax || bytes + file.bytes > BATCH_BYTES_MAX) {
      yield* readBatch(git, batch);
      batch = [];
      bytes = 0;
    }
    if (file.bytes > bytesMax) yield { ...file, content: await readBeginning(git, file.oid, bytesMax) };
    else {
      batch.push(file);
      bytes += file.bytes;
    }
  }
  yield* readBatch(git, batch);
}

async function* readBatch<File extends BlobFile>(git: Git, files: readonly File[]): AsyncIterable<File & { readonly content: Buffer }> {
  if (files.length === 0) return;
  const { stdout } = await git.run(["cat-file", "--batch"], { input: files.map(({ oid }) => `${oid}\n`).join("") });
  let offset = 0;
  for (const file of files) {
    // Each answer is `<oid> blob <size>\n<content>\n`.
    const start = stdout.indexOf(10, offset) + 1;
    yield { ...file, content: stdout.subarray(start, start + file.bytes) };
    offset = start + file.bytes + 1;
  }
}

/** Git is ended as soon as it has said enough. */
async function readBeginning(git: Git, oid: string, bytesMax: number): Promise<Buffer> {
  const { stdout } = await git.attempt(["cat-file", "blob", oid], { outputBytesMax: bytesMax });
  return stdout;
}
