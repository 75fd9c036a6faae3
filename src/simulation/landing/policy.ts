import type { LandingRun, QueueEvent } from "../../landing/queue/queue.ts";
import type { Trunk } from "./trunk.ts";
import type { World } from "./world.ts";

/** What a policy hears: what the landing queue hears, but for runs, which start when it says so. */
export type PolicyEvent = Exclude<QueueEvent, { readonly kind: "run-started" }>;

/** Main, then `assumes`, then `changes`; every test, or only these. */
export interface RunOrder extends Pick<LandingRun, "id" | "assumes" | "changes" | "tests"> {
  /** The version of main; left out: as it is when the run starts. */
  readonly base?: number | undefined;
}

/** What a policy says; the landing queue's own actions are such commands. */
export type Command =
  | { readonly kind: "start-run"; readonly run: RunOrder }
  | { readonly kind: "cancel-run"; readonly run: string }
  | { readonly kind: "land"; readonly changes: readonly string[] }
  | { readonly kind: "return"; readonly change: string }
  | { readonly kind: "check-main" };

export interface Policy {
  next(event: PolicyEvent): readonly Command[];
}

/** What a policy is made for. Only one that says so in its name may look at the truth. */
export interface PolicyContext {
  readonly workers: number;
  readonly world: World;
  readonly main: Trunk;
}

export interface PolicyKind {
  readonly name: string;
  /** What it does, for people. */
  readonly summary: string;
  /** True: main only ever moves to a tree that passed a whole run. */
  readonly isExact: boolean;
  /** Knows what no queue can know: a yardstick. */
  readonly isYardstick: boolean;
  /** True: hears that a change does not fit and makes it wait. Else such a change is returned at once. */
  readonly waitsToFit?: boolean;
  make(context: PolicyContext): Policy;
}
