import { type BlobFile, listBlobs, readBlobs, readFewBlobs, sizedBlobs } from "../../git/blobs.ts";
import { type BlobVersion, diffBlobs } from "../../git/diff-blobs.ts";
import type { Git } from "../../git/git.ts";
import { type Changes, type FileFacts, NO_FACTS } from "../tree/file-facts.ts";
import { type Lookups, lookupsAfter, lookupsOf } from "../tree/lookups.ts";
import { isRead, readFacts, SCANNED_BYTES_MAX } from "../tree/scan-file.ts";

/** What is known of one commit's tree: a base whose indexes are built, and what changed since. */
export interface TreeState {
  readonly commit: string;
  readonly base: Lookups;
  readonly changes: Changes;
  /** True in a clone without contents: asking for each would fetch them one by one, so only paths are known. */
  readonly pathsOnly: boolean;
}

/** With more changes than this the base is built anew: looking things up twice costs more by then. */
const CHANGES_MAX = 2000;

/** What one commit usually changes is read in one process; more, or larger files, by their sizes first. */
const FEW_MAX = 200;
const FEW_BYTES_MAX = 32 * 1024 * 1024;

/** Reads the whole tree of a commit; of files nobody reads, only the path. */
export async function readTreeState(git: Git, commit: string): Promise<TreeState> {
  if (await isPartialClone(git)) {
    const paths = await git.fields(["ls-tree", "-r", "-z", "--full-tree", "--name-only", commit]);
    return stateOf(commit, new Map(paths.map((path) => [path, NO_FACTS])), true);
  }
  const blobs = await listBlobs(git, commit);
  const facts = new Map<string, FileFacts>([...blobs.keys()].map((path) => [path, NO_FACTS]));
  for await (const { path, facts: found } of scanned(git, [...blobs.values()])) facts.set(path, found);
  return stateOf(commit, facts, false);
}

/** The state of another commit, reading only what differs. */
export async function moveTreeState(git: Git, state: TreeState, commit: string): Promise<TreeState> {
  if (commit === state.commit) return state;
  const differences = await diffBlobs(git, state.commit, commit);
  const changes = new Map(state.changes);
  const present: { readonly path: string; readonly oid: string }[] = [];
  for (const { path, after } of differences) {
    changes.set(path, isFile(after) ? NO_FACTS : null);
    if (isFile(after)) present.push({ path, oid: after.oid });
  }
  if (!state.pathsOnly) {
    const wanted = present.filter(({ path }) => isRead(path));
    const oids = wanted.map(({ oid }) => oid);
    const few = wanted.length > FEW_MAX ? undefined : await readFewBlobs(git, oids, FEW_BYTES_MAX);
    if (few !== undefined) for (const [at, { path }] of wanted.entries()) changes.set(path, readFacts(path, few[at] ?? Buffer.alloc(0)));
    else for await (const { path, facts } of scanned(git, await sizedBlobs(git, wanted))) changes.set(path, facts);
  }
  const moved: TreeState = { ...state, commit, changes };
  return changes.size > CHANGES_MAX ? stateOf(commit, factsOf(moved), state.pathsOnly) : moved;
}

/** A state whose base is all there is. */
export function stateOf(commit: string, facts: ReadonlyMap<string, FileFacts>, pathsOnly: boolean): TreeState {
  return { commit, base: lookupsOf(facts), changes: new Map(), pathsOnly };
}

export function lookupsIn({ base, changes }: TreeState): Lookups {
  return changes.size === 0 ? base : lookupsAfter(base, changes);
}

/** All facts by path, sorted by path. */
export function factsOf(state: TreeState): ReadonlyMap<string, FileFacts> {
  const look = lookupsIn(state);
  return new Map(look.files.map((path) => [path, look.factsOf(path) ?? NO_FACTS]));
}

/** What versions of files say; of those that nobody reads, nothing. */
export async function* scanned<Blob extends BlobFile>(
  git: Git,
  blobs: readonly Blob[],
): AsyncIterable<Blob & { readonly facts: FileFacts }> {
  const wanted = blobs.filter(({ path }) => isRead(path));
  for (const blob of wanted) if (blob.bytes > SCANNED_BYTES_MAX) yield { ...blob, facts: { ...NO_FACTS, note: "too-large" } };
  const small = wanted.filter(({ bytes }) => bytes <= SCANNED_BYTES_MAX);
  for await (const blob of readBlobs(git, small, SCANNED_BYTES_MAX)) yield { ...blob, facts: readFacts(blob.path, blob.content) };
}

/** Links and submodules have no content of this repository. */
export function isFile(version: BlobVersion | null): version is BlobVersion {
  return version?.mode.startsWith("100") ?? false;
}

async function isPartialClone(git: Git): Promise<boolean> {
  const { exitCode, stdout } = await git.attempt(["config", "--get-regexp", "^(extensions\\.partialclone|remote\\..*\\.promisor)$"]);
  return exitCode === 0 && stdout.length > 0;
}
