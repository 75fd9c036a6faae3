import { isTestPath } from "../../footprint/tree/file-kind.ts";
import { SCANNED_BYTES_MAX } from "../../footprint/tree/scan-file.ts";
import { readFewBlobs } from "../../git/blobs.ts";
import { type BlobChange, type BlobVersion, diffBlobs } from "../../git/diff-blobs.ts";
import type { Git } from "../../git/git.ts";
import { type TestWeakening, testWeakenings } from "./test-weakening.ts";

const TESTS_BYTES_MAX = 32 * 1024 * 1024;

/**
 * Where the change `base` → `head` weakens tests; see `testWeakenings`. Two git processes, one where no test is touched.
 * A change with more tests than can be read is told as one that nobody looked at.
 * @throws SignalboxError `git-failed` when a commit is not here.
 */
export async function findTestWeakenings(git: Git, base: string, head: string): Promise<readonly TestWeakening[]> {
  const tests = (await diffBlobs(git, base, head)).filter(({ path }) => mayHoldTests(path));
  // A change that only adds tests weakens none.
  if (tests.every(({ before }) => before === null)) return [];
  const oids = [...new Set(tests.flatMap(({ before, after }) => [oidOf(before), oidOf(after)]).filter((oid) => oid !== null))];
  const contents = await readFewBlobs(git, oids, TESTS_BYTES_MAX);
  if (contents === undefined) {
    const [first] = tests;
    return [{ path: first?.path ?? "", what: `changes more tests than can be read (${tests.length} files)`, lines: [] }];
  }
  const texts = new Map(oids.map((oid, at) => [oid, textOf(contents[at])]));
  const text = (version: BlobVersion | null) => (version === null ? null : (texts.get(version.oid) ?? ""));
  return testWeakenings(tests.map(({ path, before, after }: BlobChange) => ({ path, before: text(before), after: text(after) })));
}

/** Rust keeps unit tests beside the code. */
function mayHoldTests(path: string): boolean {
  return isTestPath(path) || path.endsWith(".rs");
}

function oidOf(version: BlobVersion | null): string | null {
  return version?.mode.startsWith("100") ? version.oid : null;
}

function textOf(content: Buffer | undefined): string {
  return content === undefined || content.length > SCANNED_BYTES_MAX || content.includes(0) ? "" : content.toString("utf8");
}
