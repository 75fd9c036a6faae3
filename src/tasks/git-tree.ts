import { type BlobFile, listBlobs, readBlobs } from "../git/blobs.ts";
import type { Git } from "../git/git.ts";
import { FILE_BYTES_MAX, type FileText, type TreeReader } from "./tree-reader.ts";

/** Reads the tree of `commit`: what main says, whatever the work tree looks like. */
export function gitTree(git: Git, commit: string): TreeReader {
  let listed: Promise<ReadonlyMap<string, BlobFile>> | undefined;
  const blobs = () => {
    listed ??= listBlobs(git, commit);
    return listed;
  };
  async function* files(paths: readonly string[], bytesMax: number): AsyncIterable<FileText> {
    const known = await blobs();
    const wanted = paths.flatMap((path) => known.get(path) ?? []);
    for await (const { path, bytes, content } of readBlobs(git, wanted, bytesMax)) {
      yield { path, text: content.toString("utf8"), bytes, cut: bytes > bytesMax };
    }
  }
  return {
    async list() {
      return [...(await blobs()).keys()];
    },
    async read(path) {
      for await (const file of files([path], FILE_BYTES_MAX)) return file.text;
      return undefined;
    },
    files,
  };
}
