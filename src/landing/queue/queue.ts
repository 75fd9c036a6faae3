/*
 * The landing queue (DESIGN §7) as plain data: changes wait, runs prove trees, proven changes wait on the candidate chain
 * for main to move. `queue-after.ts` says what an event makes of it, `decide-landing.ts` what to do next; both are pure, so
 * production and the simulator run the same queue.
 */

export interface QueueSettings {
  /** Whole runs of the gates at once. */
  readonly workers: number;
  /** True: a change joins the chain only with the exact tree that was tested. False: two stages, see `joinChain`. */
  readonly strict: boolean;
  /** Most changes in one run. */
  readonly batchMax: number;
  /** What running only some tests costs, as a share of a whole run; 1 where the gates cannot choose tests. */
  readonly retryShare: number;
}

/** A change as it is submitted to the queue. */
export interface LandingChange {
  readonly id: string;
  /** 0 reverts, 1 repairs, 2 everything else: lower ones go first. */
  readonly rank: 0 | 1 | 2;
  /** Conflicts with everything and is tested alone. */
  readonly barrier: boolean;
  /** Milliseconds; only their order matters. */
  readonly submittedMs: number;
}

export interface QueueEntry extends LandingChange {
  /** Open changes it must be ordered with. Symmetric. */
  readonly conflictsWith: ReadonlySet<string>;
  /** True once it failed in the company of others: from then on it is tested alone. */
  readonly alone: boolean;
  /**
   * Changes it does not fit on: it is tested neither with nor on top of them, and waits as long as they are on their way to main.
   * It waits for nothing that waits itself: with the order of what conflicts, such waits could go round in a circle.
   */
  readonly waitsFor: ReadonlySet<string>;
  /** How often what it failed was failed by main too. */
  readonly baseDoubts: number;
}

/**
 * segment  new changes on top of the chain (and of segments assumed to pass): passing, they join it
 * tip      what is on the chain and not proven: passing, main may move there
 * probe    a part of what failed, to find out why
 */
export type RunPurpose = "segment" | "tip" | "probe";

/** One run of the gates on the tree of: main as it was at `base`, then `assumes`, then `changes`. */
export interface LandingRun {
  readonly id: string;
  readonly purpose: RunPurpose;
  /** `LandingQueue.main` when it began; of a probe, when the run began that failed. */
  readonly base: number;
  readonly assumes: readonly string[];
  readonly changes: readonly string[];
  /** Only these tests; null: everything. */
  readonly tests: readonly string[] | null;
  /** The trouble a probe looks into. */
  readonly trouble: string | null;
  /** Changes that joined the chain since it started and are not below it; `EVERYTHING` when a barrier did. */
  readonly joined: readonly string[];
  /** True once a change it holds or assumes is out: whatever it says is about nothing that will be. */
  readonly refuted: boolean;
}

/** Stands in `joined` for a barrier: it commutes with nothing. */
export const EVERYTHING = "*";

export type RunVerdict =
  | { readonly kind: "passed" }
  /** `tests` failed, empty where the gates do not name them; `suspects` are changes of the run they point at, likeliest first. */
  | { readonly kind: "failed"; readonly tests: readonly string[]; readonly suspects: readonly string[] }
  /** Nothing was learned: a lost worker, a full disk. */
  | { readonly kind: "lost" };

/**
 * A run that failed, and what was found out since. Its changes are judged front to back: the longest part that passes the
 * failed tests and the shortest that fails them close in on one change. Part 0 is the base alone: the control run.
 */
export interface Trouble {
  /** The failed run's id. */
  readonly id: string;
  readonly purpose: "segment" | "tip";
  readonly base: number;
  readonly assumes: readonly string[];
  readonly changes: readonly string[];
  readonly joined: readonly string[];
  readonly tests: readonly string[];
  readonly suspects: readonly string[];
  /**
   * The changes below it in the run it failed in, of a change that is tried without them: then only the failed tests ran on
   * this tree, and that they pass proves nothing more. Else empty.
   */
  readonly company: readonly string[];
  /** True once the same tests failed again on the same tree. Until then it may be a flake. */
  readonly confirmed: boolean;
  /** -1 while not even the base is known to pass. */
  readonly passes: number;
  readonly fails: number;
}

/** What is learned of failures and flakes: exponentially weighted means. */
export interface QueueRates {
  /** Chance that a change is bad. */
  readonly failure: number;
  /** Chance that a whole run fails for no reason of the change. */
  readonly flake: number;
}

export interface LandingQueue {
  readonly settings: QueueSettings;
  /** Every change that has not ended, by id, in order of landing. */
  readonly entries: ReadonlyMap<string, QueueEntry>;
  /** How often main has moved: names main as it is now. */
  readonly main: number;
  /** The candidate chain over main, in its order. */
  readonly chain: readonly string[];
  /** So many of the chain, from its front, are a tree that passed everything. */
  readonly proven: number;
  readonly runs: ReadonlyMap<string, LandingRun>;
  /** Segments that passed on changes which themselves have not joined the chain yet. */
  readonly held: readonly LandingRun[];
  readonly troubles: ReadonlyMap<string, Trouble>;
  readonly rates: QueueRates;
  /** Most changes that may be assumed to pass: one more after each pass, half after each failure (AIMD, as Zuul's window). */
  readonly window: number;
  /** The base of a failed change fails by itself: nothing starts on it until it is looked at. */
  readonly doubted: "chain" | "main" | null;
  /** Changes found bad, with the run that says so, until what they failed on is on main and they are returned. */
  readonly rejected: ReadonlyMap<string, Trouble>;
  /** Runs begun so far; names the next. */
  readonly begun: number;
}

export type QueueEvent =
  /** `conflictsWith`: open changes it must be ordered with. A change submitted twice is the same change. */
  | { readonly kind: "submitted"; readonly change: LandingChange; readonly conflictsWith: readonly string[] }
  /** Out of the queue without landing: returned, rejected, withdrawn. */
  | { readonly kind: "ended"; readonly change: string }
  | { readonly kind: "run-started"; readonly run: LandingRun }
  | { readonly kind: "run-ended"; readonly run: string; readonly verdict: RunVerdict }
  /** It cannot be merged onto these changes, though it can onto main. */
  | { readonly kind: "does-not-fit"; readonly change: string; readonly onto: readonly string[] }
  /** Main holds the front of the chain now. */
  | { readonly kind: "landed"; readonly changes: readonly string[] }
  /** What was proven cannot be landed as it was tested: the tip is tested again. */
  | { readonly kind: "not-as-tested" }
  /** Main was moved by somebody else: every result is about another base. */
  | { readonly kind: "main-moved" }
  /** Main's own tree passes (again). */
  | { readonly kind: "main-passes" };

export type QueueAction =
  | { readonly kind: "start-run"; readonly run: LandingRun }
  | { readonly kind: "cancel-run"; readonly run: string }
  /** Main may move onto the front of the chain: its exact tree passed. */
  | { readonly kind: "land"; readonly changes: readonly string[] }
  /** It failed alone, the same tests failed again, and they pass without it. */
  | { readonly kind: "return"; readonly change: string; readonly evidence: Trouble }
  /** What landed fails by itself: look at main before anything else. */
  | { readonly kind: "check-main"; readonly tests: readonly string[] };

export function emptyQueue(settings: QueueSettings): LandingQueue {
  return {
    settings,
    entries: new Map(),
    main: 0,
    chain: [],
    proven: 0,
    runs: new Map(),
    held: [],
    troubles: new Map(),
    rates: { failure: 0.05, flake: 0.02 },
    window: 20,
    doubted: null,
    rejected: new Map(),
    begun: 0,
  };
}

/** Must these two be ordered? Where only exact trees count, everything must. */
export function conflicts({ settings }: Pick<LandingQueue, "settings">, a: QueueEntry, b: QueueEntry): boolean {
  return settings.strict || a.barrier || b.barrier || a.conflictsWith.has(b.id);
}
