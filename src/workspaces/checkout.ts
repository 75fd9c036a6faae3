import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { SignalboxError } from "../core/errors.ts";
import { Git } from "../git/git.ts";
import { treeOf } from "../git/refs.ts";
import type { StateDirectory } from "../system/state-directory.ts";
import { makeGitDirectory, objectFormatOf } from "./git-directory.ts";
import { isRunning } from "./is-running.ts";
import { isPlainDirectory } from "./plain-files.ts";
import { removeUntracked } from "./remove-untracked.ts";
import { privatePathsOf, runSetUp, type SetUp, takeDependencies } from "./set-up.ts";

export interface CheckoutRequest {
  readonly cache: Git;
  readonly stateDirectory: StateDirectory;
  /** OID of a commit or a tree in the cache. */
  readonly commitOrTree: string;
  readonly setup: SetUp;
  readonly mainCheckout: string | null;
}

export interface Checkout {
  /** Absolute path of a directory holding exactly the asked tree, and the dependencies set-up puts there. */
  readonly path: string;
  readonly treeOid: string;
  /**
   * Gives the directory back for a later checkout. To be called once nothing runs in it any more.
   * @param isLost something happened to it: it is thrown away.
   */
  close(isLost?: boolean): Promise<void>;
}

/**
 * A clean tree for gates, from a pool: a directory is `idle-<n>` or `busy-<pid>-<n>`, and a rename takes it, so two
 * processes never get the same one; those of processes that are gone are taken over. What an earlier run left is removed
 * and what it changed is written again: git did the checkout itself, so a file's change time, which no program can
 * set, betrays every touch. A directory that cannot be put right is thrown away and made new.
 */
export async function openCheckout(request: CheckoutRequest): Promise<Checkout> {
  const { cache, stateDirectory, commitOrTree, setup } = request;
  const treeOid = await treeOf(cache, commitOrTree);
  const slot = await takeSlot(stateDirectory);
  try {
    const git = new Git({ gitDir: join(slot.root, "git"), workTree: join(slot.root, "tree") });
    await bringTo(git, slot.root, stateDirectory, treeOid).catch(async () => {
      await rm(slot.root, { recursive: true, force: true });
      await bringTo(git, slot.root, stateDirectory, treeOid);
    });
    const path = join(slot.root, "tree");
    const privatePaths = await privatePathsOf(git, setup);
    const notes = await takeDependencies(path, setup, privatePaths, request.mainCheckout);
    if (privatePaths.length === 0 || notes.length > 0) await runSetUp(setup, await setUpPlaces(slot.root));
    return { path, treeOid, close: (isLost = false) => giveBack(slot, isLost) };
  } catch (error) {
    await rm(slot.root, { recursive: true, force: true });
    held.delete(slot.root);
    throw error;
  }
}

/** Directories this process uses now; one named after its id and not in here is from an earlier process of that id. */
const held = new Set<string>();

interface Slot {
  readonly root: string;
  /** The name it has while nobody uses it. */
  readonly idle: string;
}

async function takeSlot({ checkouts }: StateDirectory): Promise<Slot> {
  for (const name of (await readdir(checkouts)).toSorted()) {
    const [state, owner, number] = /^(idle|busy-(\d+))-([0-9a-f]+)$/.exec(name)?.slice(1) ?? [];
    if (number === undefined) continue;
    const slot = slotOf(checkouts, number);
    const inUse = state !== "idle" && Number(owner) !== process.pid && isRunning(Number(owner));
    if (inUse || held.has(slot.root)) continue;
    held.add(slot.root);
    const taken = await rename(join(checkouts, name), slot.root).then(...yesOrNo);
    if (taken) return slot;
    held.delete(slot.root);
  }
  const slot = slotOf(checkouts, randomBytes(6).toString("hex"));
  held.add(slot.root);
  return slot;
}

async function giveBack(slot: Slot, isLost: boolean): Promise<void> {
  if (!held.delete(slot.root)) return;
  const kept = !isLost && (await rename(slot.root, slot.idle).then(...yesOrNo));
  // What ran in it may have removed it altogether.
  if (!kept) await rm(slot.root, { recursive: true, force: true, maxRetries: 3 });
}

const yesOrNo = [() => true, () => false] as const;

const slotOf = (checkouts: string, number: string): Slot => ({
  root: join(checkouts, `busy-${process.pid}-${number}`),
  idle: join(checkouts, `idle-${number}`),
});

/** @throws SignalboxError when the directory does not hold exactly the tree afterwards. */
async function bringTo(git: Git, root: string, stateDirectory: StateDirectory, treeOid: string): Promise<void> {
  const [gitDir, tree] = [join(root, "git"), join(root, "tree")];
  await mkdir(tree, { recursive: true });
  if (!(await isPlainDirectory(gitDir))) {
    const format = objectFormatOf(treeOid);
    await makeGitDirectory(gitDir, { cache: stateDirectory.cache, format, head: null, trust: "checked-out", exclude: [] });
  }
  await git.run(["read-tree", "--reset", "-u", treeOid]);
  await removeUntracked(git, tree);
  await git.run(["diff-files", "--quiet", "--ignore-submodules=all"]);
  const made = await git.text(["write-tree"]);
  if (made === treeOid) return;
  throw new SignalboxError("git-failed", `expected a checkout of the tree ${treeOid}, got \`${made}\``, { hint: "run signalbox doctor" });
}

async function setUpPlaces(root: string): Promise<{ tree: string; home: string; temp: string }> {
  const places = { tree: join(root, "tree"), home: join(root, "home"), temp: join(root, "tmp") };
  for (const path of [places.home, places.temp]) {
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  return places;
}
