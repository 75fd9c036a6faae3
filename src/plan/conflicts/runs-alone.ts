import type { Footprint } from "../../core/footprint.ts";
import { EVERYTHING } from "../../core/paths.ts";
import { isGateConfiguration } from "./path-nature.ts";
import { plainPattern } from "./pattern.ts";
import { HARD_FROM } from "./probability.ts";

/** Why a task conflicts with every other. */
export interface RunsAlone {
  readonly kind: "barrier" | "unknown-footprint";
  /** Completes "B after A because …". */
  readonly because: string;
  readonly evidence: readonly string[];
}

/**
 * Tasks that run beside nothing: those about which nothing is known (promise 6), those that mean every file (mass renames,
 * formatting), and those that change what decides which changes pass.
 */
export function runsAlone(footprint: Footprint): RunsAlone | undefined {
  const { task, unknown, entries } = footprint;
  for (const { path, probability, evidence } of entries) {
    if (probability < HARD_FROM) continue;
    const { pattern } = plainPattern(path);
    if (pattern === EVERYTHING) return { kind: "barrier", because: `${task} may change every file`, evidence };
    if (isGateConfiguration(pattern))
      return { kind: "barrier", because: `${task} changes what every change must pass (${path})`, evidence };
  }
  if (unknown === null) return undefined;
  return { kind: "unknown-footprint", because: `nothing says which files ${task} writes`, evidence: [unknown] };
}
