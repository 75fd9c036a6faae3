import { availableParallelism } from "node:os";
import type { Config } from "../../core/config.ts";
import type { TreeState } from "../../footprint/store/tree-state.ts";
import { bookkeepingPaths } from "../../footprint/tree/bookkeeping.ts";
import type { Candidate } from "../../landing/candidate.ts";
import { type ChangeConflicts, changeConflicts } from "../../landing/conflicts/change-conflicts.ts";
import { type LearnedPairs, learnedPairs } from "../../landing/conflicts/learned-pairs.ts";
import type { Hold } from "../../landing/queue/held-back.ts";
import { emptyQueue, type LandingQueue, type QueueEvent, type QueueSettings } from "../../landing/queue/queue.ts";
import { queueAfter } from "../../landing/queue/queue-after.ts";
import type { GateAnswer } from "../gates.ts";
import type { Site } from "../site.ts";

/** A chain that was built: main at `candidate.base`, then these changes. */
export interface BuiltChain {
  readonly changes: readonly string[];
  readonly candidate: Candidate;
  /** The last event its records tell of. */
  readonly renderedSeq: number;
}

/**
 * The landing queue of this process and what its runs are about. A restart begins with an empty one: what is queued is in
 * the store, and what passed is kept by tree.
 */
export interface LandingBook {
  queue: LandingQueue;
  /** Which folders' changes break each other though they merge. */
  learned: LearnedPairs;
  /** Which changes of the queue must be ordered, and why. */
  readonly conflicts: ChangeConflicts;
  /** The tree of main as the analysis last needed it; undefined before the first change. */
  tree: TreeState | undefined;
  /** Main's commit by `LandingQueue.main`. */
  readonly mains: Map<number, string>;
  /** By open change: the sessions that held what it wrote outside its lease. */
  readonly holders: Map<string, ReadonlySet<string>>;
  /** By open change: whom it waits for outside the queue, or why for nobody. */
  readonly holds: Map<string, Hold>;
  /** Chains that were built, by `chainKey`. */
  readonly chains: Map<string, BuiltChain>;
  /** Builds one after the other, so that none is built twice. */
  building: Promise<unknown>;
  /** Trees that passed everything. */
  readonly passed: Set<string>;
  /** What the gates said of the runs that failed, by run and by trouble, until the queue is empty. */
  readonly failures: Map<string, GateAnswer>;
  /** Acceptance checks of landed tasks that do not pass on main any more. */
  readonly voidWitnesses: Set<string>;
  /** Every gate that failed in a run, by run: what its probes ask again. */
  readonly asked: Map<string, readonly GateAnswer[]>;
  /** Ends a run under way. */
  readonly cancel: Map<string, { abort(): void; readonly ended: Promise<void> }>;
  /** Edits already told as dropped: a chain may be built more than once. */
  readonly told: Set<string>;
  /** Milliseconds of a whole run, about; 0 before the first. */
  runMs: number;
  /** When (monotonic ms) main is next looked at, to see others' pushes. */
  nextLookMs: number;
  /** Main is being looked at because something failed on it alone: results that are kept do not count. */
  isMainDoubted: boolean;
}

/** Asking for the failed tests alone costs about this share of a whole run: set-up, and few tests. */
const RETRY_SHARE = 0.25;
/** Chains kept; older ones are built again if need be. */
const CHAINS_MAX = 500;

/** @param config what makes a change a barrier, and which files never make two wait. */
export function newLandingBook(
  settings: QueueSettings,
  main: string,
  config: Pick<Config, "landing" | "records" | "tasks">,
  learned: LearnedPairs = learnedPairs(),
): LandingBook {
  return {
    queue: emptyQueue(settings),
    conflicts: changeConflicts({ barriers: config.landing.barriers, bookkeeping: bookkeepingPaths(config), learned }),
    learned,
    tree: undefined,
    mains: new Map([[0, main]]),
    holders: new Map(),
    holds: new Map(),
    chains: new Map(),
    building: Promise.resolve(),
    passed: new Set(),
    failures: new Map(),
    voidWitnesses: new Set(),
    asked: new Map(),
    cancel: new Map(),
    told: new Set(),
    runMs: 0,
    nextLookMs: 0,
    isMainDoubted: false,
  };
}

export function queueSettings({ config }: Site): QueueSettings {
  const canChoose = config.gates.length > 0 && config.gates.every(({ retry }) => retry !== undefined);
  return { workers: gateWorkers(config), strict: false, batchMax: config.limits.batch, retryShare: canChoose ? RETRY_SHARE : 1 };
}

/** Gates that run at once on this machine. */
export function gateWorkers({ limits }: Site["config"]): number {
  return limits.gateWorkers ?? availableParallelism();
}

/** Weight of the newest run in the mean: about the last five count. */
const NEWEST = 0.2;

/** Takes up how long a whole run took. */
export function noteRunMs(book: LandingBook, ms: number): void {
  book.runMs = book.runMs === 0 ? ms : (1 - NEWEST) * book.runMs + NEWEST * ms;
}

/** Tells the queue what happened. */
export function tell(book: LandingBook, event: QueueEvent): void {
  book.queue = queueAfter(book.queue, event);
  if (event.kind === "ended") book.conflicts.removeChange(event.change);
  if (event.kind === "landed") for (const id of event.changes) book.conflicts.removeChange(id);
  if (book.queue.entries.size > 0 || book.queue.runs.size > 0) return;
  book.failures.clear();
  book.asked.clear();
  book.holders.clear();
}

/** What names a chain: main's commit below it and its changes in order. */
export function chainKey(main: string, changes: readonly string[]): string {
  return [main, ...changes].join(" ");
}

export function keepChain({ chains }: LandingBook, chain: BuiltChain): void {
  chains.set(chainKey(chain.candidate.base, chain.changes), chain);
  for (const key of chains.keys()) {
    if (chains.size <= CHAINS_MAX) break;
    chains.delete(key);
  }
}

/** Main moved onto the end of a chain: what was built on top of it is a chain on main as it is now. */
export function moveChains(book: LandingBook, landed: BuiltChain): void {
  const { base, tip } = landed.candidate;
  const count = landed.changes.length;
  for (const { candidate, changes, renderedSeq } of [...book.chains.values()]) {
    if (candidate.base !== base || changes.length <= count || candidate.links[count - 1]?.commit !== tip) continue;
    const rest = { ...candidate, base: tip, links: candidate.links.slice(count) };
    keepChain(book, { changes: changes.slice(count), candidate: rest, renderedSeq });
  }
}
