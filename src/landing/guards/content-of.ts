import type { BlobVersion } from "../../git/diff-blobs.ts";
import type { Git } from "../../git/git.ts";

/** A version's text; of no version the empty one. */
export async function contentOf(cache: Git, version: BlobVersion | null): Promise<string> {
  if (version === null) return "";
  // A submodule's commit is not in this repository; its name is its content.
  return version.mode === "160000" ? version.oid : cache.text(["cat-file", "blob", version.oid]);
}
