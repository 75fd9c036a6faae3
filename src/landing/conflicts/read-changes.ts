import { type Changes, NO_FACTS } from "../../footprint/tree/file-facts.ts";
import { type Lookups, lookupsAfter } from "../../footprint/tree/lookups.ts";
import { languageOf, SCANNED_BYTES_MAX, scanFile } from "../../footprint/tree/scan-file.ts";
import { readFewBlobs } from "../../git/blobs.ts";
import { type BlobChange, type BlobVersion, diffBlobs, diffBlobsOf } from "../../git/diff-blobs.ts";
import type { Git } from "../../git/git.ts";
import { editedCode } from "./edited-code.ts";
import type { ChangedFile, FileNames, FileUse, SubmittedChange } from "./submitted-change.ts";
import { usedFiles } from "./used-files.ts";

/** A change to look at. `base` is where it left main, so that nothing of others is in its diff. */
export interface ChangeToRead {
  readonly id: string;
  readonly base: string;
  readonly head: string;
  readonly flags?: readonly string[];
}

/** Of a change with more code than this only the paths are known. */
const CODE_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Reads what the analysis needs of submitted changes: one diff for all, one process for the contents of each.
 * @param tree main's tree, by the footprint's index; imports are resolved in it, with the change's own files on top.
 * @throws SignalboxError `git-failed` when a commit is not here.
 */
export async function readChanges(git: Git, tree: Lookups, changes: readonly ChangeToRead[]): Promise<readonly SubmittedChange[]> {
  const ofHead = new Map(changes.map((change) => [change.head, change]));
  const diffs = await diffBlobsOf(
    git,
    [...ofHead.values()].map(({ base, head }) => ({ from: base, to: head })),
  );
  const read: SubmittedChange[] = [];
  for (const change of changes) {
    const { id, base, head, flags = [] } = change;
    // A head that comes twice has one entry there, by the base of its last.
    const diff = ofHead.get(head) === change ? (diffs.get(head) ?? []) : await diffBlobs(git, base, head);
    read.push({ id, flags, files: diff.map(changedFile), ...(await codeOf(git, tree, diff)) });
  }
  return read;
}

function changedFile({ path, before, after }: BlobChange): ChangedFile {
  return { path, mode: before === null ? "added" : after === null ? "deleted" : "modified" };
}

async function codeOf(git: Git, tree: Lookups, diff: readonly BlobChange[]): Promise<Pick<SubmittedChange, "exports" | "imports">> {
  const code = diff.filter(({ path, before, after }) => languageOf(path) !== undefined && isFile(before) && isFile(after));
  const texts = await readTexts(git, code);
  const others = diff.filter((edit) => edit.before !== null && (texts === undefined || !texts.has(edit.path)));
  const exports: FileNames[] = others.map(({ path }) => ({ path, names: null }));
  const imports: FileUse[] = [];
  const look = lookupsAfter(tree, factsAfter(diff, texts ?? new Map()));
  for (const [path, { before, after }] of texts ?? []) {
    const { altered, words } = editedCode(path, before, after);
    if (altered === null || altered.length > 0) exports.push({ path, names: altered });
    if (after !== null) imports.push(...usedFiles(path, after, words, look));
  }
  return { exports, imports };
}

interface Texts {
  readonly before: string | null;
  readonly after: string | null;
}

function isFile(version: BlobVersion | null): boolean {
  return version === null || version.mode.startsWith("100");
}

async function readTexts(git: Git, code: readonly BlobChange[]): Promise<ReadonlyMap<string, Texts> | undefined> {
  const oids = [...new Set(code.flatMap(({ before, after }) => [before?.oid, after?.oid]).filter((oid) => oid !== undefined))];
  const contents = await readFewBlobs(git, oids, CODE_BYTES_MAX);
  if (contents === undefined) return undefined;
  const byOid = new Map(oids.map((oid, at) => [oid, contents[at] ?? Buffer.alloc(0)]));
  const texts = new Map<string, Texts>();
  for (const { path, before, after } of code) {
    const [old, young] = [before, after].map((version) => (version === null ? null : (byOid.get(version.oid) ?? null)));
    if ([old, young].some((content) => content !== null && content !== undefined && !isText(content))) continue;
    texts.set(path, { before: old?.toString("utf8") ?? null, after: young?.toString("utf8") ?? null });
  }
  return texts;
}

function isText(content: Buffer): boolean {
  return content.length <= SCANNED_BYTES_MAX && !content.includes(0);
}

function factsAfter(diff: readonly BlobChange[], texts: ReadonlyMap<string, Texts>): Changes {
  return new Map(
    diff.map(({ path, after }) => {
      const text = texts.get(path)?.after;
      return [path, after === null ? null : text === undefined || text === null ? NO_FACTS : scanFile(path, Buffer.from(text))] as const;
    }),
  );
}
