import type { GateConfig } from "../../core/gate-config.ts";
import type { Command } from "../../core/task.ts";
import type { TestResult } from "../../core/test-result.ts";

/** A command that must pass on the merged tree. `name` is a gate's, or `acceptance:<task>`. */
export interface Gate extends Pick<GateConfig, "needs" | "paths" | "report" | "retry" | "environment"> {
  readonly name: string;
  readonly run: Command;
  readonly timeoutMs: number;
  /** What it reads besides the tree; absent: nothing. */
  readonly outside?: Outside;
}

/** Files of this machine that a gate may read, and what they hold now: with other contents a kept result is worth nothing. */
export interface Outside {
  /** Absolute. */
  readonly paths: readonly string[];
  readonly hash: string;
}

/** A clean directory holding exactly one tree, with its dependencies set up. */
export interface Checkout {
  readonly path: string;
  /** @param isLost something happened to it: nobody shall get it again. */
  close(isLost?: boolean): Promise<void>;
}

/** What one run of one gate on one exact tree said; `environment` makes results of unlike machines unlike. */
export interface GateResult {
  readonly tree: string;
  readonly gate: string;
  readonly environment: string;
  readonly passed: boolean;
  readonly ms: number;
  /** The end of its output. */
  readonly detail: string;
  readonly outputFile: string | null;
}

/** Where results are kept, by (tree, gate, environment). */
export interface GateResults {
  find(key: Pick<GateResult, "tree" | "gate" | "environment">): Promise<GateResult | undefined>;
  save(result: GateResult): Promise<void>;
}

/** What a run's report said of single tests, and what does not fit together in what the run said. */
export interface ReportedTests {
  /** True when there was a report and it is whole. */
  readonly reported: boolean;
  /** Empty without a report, and where it cannot be believed. */
  readonly tests: readonly TestResult[];
  readonly notes: readonly string[];
}

/**
 * passed | failed   the program's own exit code on that tree, `cached` or just now.
 * infrastructure    nothing was learned about the tree: never the change's fault, try again. `cause` says why.
 */
export type GateVerdict =
  | (GateResult & ReportedTests & { readonly kind: "passed" | "failed"; readonly cached: boolean })
  | {
      readonly kind: "infrastructure";
      readonly gate: string;
      readonly tree: string;
      readonly cause: InfrastructureCause;
      readonly detail: string;
      readonly ms: number;
      readonly outputFile: string | null;
    };

export type InfrastructureCause = "spawn-failed" | "timed-out" | "cancelled" | "killed" | "checkout-lost" | "disk-full";
