import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { diffFiles } from "../../../git/diff.ts";
import { Git } from "../../../git/git.ts";
import { type Merger, openMerger } from "../../../git/merge-process.ts";
import { writeCommit } from "../../../git/objects.ts";
import { quantileIn } from "../../../plan/forecast/quantile-in.ts";
import { recordedArrivals } from "../arrivals.ts";
import type { WorldParameters } from "../base-parameters.ts";
import { waitsOf } from "../measures.ts";
import type { PolicyKind } from "../policy.ts";
import { simulateOn } from "../simulation.ts";
import type { MergeAnswer, MergeQuestion } from "../trunk.ts";
import { makeWorld, type World } from "../world.ts";
import { GitTrunk } from "./git-trunk.ts";
import { areApart, type RecordedMerge, recordedMerges, shareFile } from "./recorded-merges.ts";

/** What one policy made of a repository's own changes. */
export interface Replayed {
  readonly policy: string;
  readonly landed: number;
  readonly returned: number;
  /** Changes that git could not merge where the policy wanted them, each once. */
  readonly conflictsMet: number;
  /** Of those, how many wrote a file that something below them had written, not on top of each other. */
  readonly conflictsForeseen: number;
  /** Landed pairs that both wrote a file; and of those, landed in the order in which they were submitted. */
  readonly overlappingPairs: number;
  readonly pairsInOrder: number;
  /** Landed changes whose files came out as in the recorded merge. */
  readonly sameAsCommitted: number;
  /** Minutes from submitted to landed or returned. */
  readonly p50: number;
  readonly p95: number;
}

export interface ReplayReport {
  readonly merges: number;
  /** Merges that git makes again from their two parents: with the very tree that was committed; and with conflicts. */
  readonly rebuilt: number;
  readonly conflicted: number;
  readonly policies: readonly Replayed[];
}

export interface ReplayOptions {
  /** The newest so many merges. */
  readonly mergesMax: number;
  readonly seed: number;
  /** Hears what is done now. */
  readonly say?: (line: string) => void;
}

/**
 * Submits the changes of a repository's own two-parent merges again, at the times at which they were committed, pressed
 * together to `changesPerHour`, and lands them by each policy with real merges. That they are good is taken as given; flakes
 * are drawn. Nothing is written to the repository: new objects go to a directory that is removed.
 * @throws SignalboxError `not-found`, `no-repository`, `git-failed`
 */
export async function replay(
  directory: string,
  parameters: WorldParameters,
  policies: readonly PolicyKind[],
  { mergesMax, seed, say = () => {} }: ReplayOptions,
): Promise<ReplayReport> {
  const scratch = await mkdtemp(join(tmpdir(), "signalbox-replay-"));
  const source = new Git({ cwd: directory });
  const objects = resolve(directory, await source.text(["rev-parse", "--git-path", "objects"]));
  await source.run(["init", "-q", "--bare", scratch]);
  const git = new Git({ gitDir: scratch, objectDirectories: [objects] });
  const merger = openMerger(git);
  try {
    const merges = await recordedMerges(git, await source.text(["rev-parse", "HEAD"]), mergesMax);
    const again = await Promise.all(merges.map(({ main, head }) => merger.merge(main, head)));
    const trees = await Promise.all(merges.map(({ commit }) => treeOf(git, commit)));
    const world = worldOf(merges, parameters, seed);
    const replayed: Replayed[] = [];
    for (const policy of policies) {
      say(`replaying ${merges.length} merges by ${policy.name}`);
      replayed.push(await replayOne(git, merger, merges, world, policy));
    }
    const rebuilt = again.filter((result, at) => result.kind === "clean" && result.tree === trees[at]).length;
    const conflicted = again.filter(({ kind }) => kind === "conflict").length;
    return { merges: merges.length, rebuilt, conflicted, policies: replayed };
  } finally {
    await merger.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function worldOf(merges: readonly RecordedMerge[], parameters: WorldParameters, seed: number): World {
  const overlaps = (a: number, b: number) => {
    const [one, other] = [merges[a], merges[b]];
    return one !== undefined && other !== undefined && shareFile(one, other);
  };
  const arrivalsMs = recordedArrivals(
    merges.map(({ submittedMs }) => submittedMs),
    parameters.changesPerHour,
  );
  return makeWorld(parameters, seed, { arrivalsMs, overlaps, isBad: () => false, isBarrier: () => false, breaks: () => false });
}

async function replayOne(
  git: Git,
  { merge }: Merger,
  merges: readonly RecordedMerge[],
  world: World,
  policy: PolicyKind,
): Promise<Replayed> {
  const first = merges.reduce((one, other) => (other.mergedAt < one.mergedAt ? other : one));
  const trunk = new GitTrunk(
    first.main,
    merges.map(({ head }) => head),
  );
  const answer = async ({ ours, theirs }: MergeQuestion): Promise<MergeAnswer> => {
    const result = await merge(ours, theirs);
    if (result.kind === "conflict") return { kind: "conflict" };
    const commit = await writeCommit(git, { tree: result.tree, parents: [ours, theirs], message: "Replay a merge\n" });
    return { kind: "clean", commit, tree: result.tree };
  };
  const { changes } = await simulateOn(trunk, answer, world, policy);
  const waits = waitsOf(changes);
  const order = trunk.landed.map(({ index }) => index);
  const pairs = overlappingPairs(order, world);
  return {
    policy: policy.name,
    landed: order.length,
    returned: changes.filter(({ end }) => end === "returned").length,
    ...conflictsOf(trunk, merges, world),
    overlappingPairs: pairs.length,
    pairsInOrder: pairs.filter(([earlier, later]) => earlier < later).length,
    sameAsCommitted: await countSame(git, trunk, merges),
    p50: quantileIn(waits, 0.5),
    p95: quantileIn(waits, 0.95),
  };
}

/** A change counts once, by the first conflict it met. What it was made on top of cannot be its cause. */
function conflictsOf(
  { conflicts, landed }: GitTrunk,
  merges: readonly RecordedMerge[],
  { overlaps }: World,
): Pick<Replayed, "conflictsMet" | "conflictsForeseen"> {
  const met = new Map(conflicts.map((conflict) => [conflict.index, conflict] as const).reverse());
  const isApart = (a: number, b: number) => {
    const [one, other] = [merges[a], merges[b]];
    return one !== undefined && other !== undefined && areApart(one, other);
  };
  const isForeseen = ({ index, onto, landed: count }: (typeof conflicts)[number]) =>
    [...onto, ...landed.slice(0, count).map((one) => one.index)].some((other) => overlaps(index, other) && isApart(index, other));
  return { conflictsMet: met.size, conflictsForeseen: [...met.values()].filter(isForeseen).length };
}

/** In the order in which they landed. */
function overlappingPairs(order: readonly number[], { overlaps }: World): (readonly [number, number])[] {
  return order.flatMap((index, at) => order.slice(at + 1).flatMap((later) => (overlaps(index, later) ? [[index, later] as const] : [])));
}

async function countSame(git: Git, { landed }: GitTrunk, merges: readonly RecordedMerge[]): Promise<number> {
  let same = 0;
  for (const { index, commit } of landed) {
    const merge = merges[index];
    if (merge === undefined) continue;
    const differing = await diffFiles(git, commit, merge.commit);
    if (differing.every(({ path }) => !merge.files.has(path))) same++;
  }
  return same;
}

function treeOf(git: Git, commit: string): Promise<string> {
  return git.text(["rev-parse", "--verify", "--end-of-options", `${commit}^{tree}`]);
}
