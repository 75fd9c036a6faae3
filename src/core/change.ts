import type { Machine } from "./machine.ts";

/**
 * A change's life in the landing queue. Exactly one terminal state per change (promise 7).
 *
 * queued     submitted, waiting for the lander.
 * testing    part of the candidate being gated. Crash: back to queued; results are cached by tree.
 * pushing    the exact tree passed and every attempted OID is journalled. Crash: fetch, resolve by ancestry.
 * landed     main contains it. Terminal for landing; verification and rollback belong to the session.
 * returned   back to its session with evidence. Terminal: a new try is a new change.
 * rejected   refused for good. Terminal.
 * withdrawn  its session was aborted or lost its claim before landing. Terminal.
 */
export const CHANGE_MACHINE = {
  queued: ["testing", "returned", "rejected", "withdrawn"],
  testing: ["queued", "pushing", "returned", "rejected", "withdrawn"],
  pushing: ["queued", "landed", "returned", "withdrawn"],
  landed: [],
  returned: [],
  rejected: [],
  withdrawn: [],
} as const satisfies Machine<string>;

export type ChangeState = keyof typeof CHANGE_MACHINE;

/** What a session (or `land BRANCH`, or a revert) asks the lander to land. */
export interface Change {
  /** `<session>.<number>`; for a plain branch `branch-<8 hex>`; for a revert `revert-<8 hex>`. */
  readonly id: string;
  readonly kind: "task" | "part" | "branch" | "revert" | "repair" | "records";
  readonly task: string | null;
  readonly session: string | null;
  readonly epoch: number | null;
  /** Commit the work started from, and the commit to land; both are in the cache repository. */
  readonly base: string;
  readonly head: string;
  /** One line for the landing commit's subject. */
  readonly subject: string;
  readonly state: ChangeState;
  readonly submittedAtMs: number;
}

/** A file that conflicted as text, by its blobs: what both sides started from, main's version, and the change's. */
export interface MetConflict {
  readonly path: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Why a change came back. `code` is stable; `evidence` is text a person or agent can act on. */
export interface ReturnReason {
  readonly code: "conflict" | "gate-failed" | "acceptance-failed" | "stale-base" | "claim-lost" | "empty" | "forbidden-path";
  readonly message: string;
  readonly evidence: string;
  readonly files: readonly string[];
  /** Of a conflict: what met, so that how its session resolves it can be remembered. */
  readonly conflicts?: readonly MetConflict[];
}
