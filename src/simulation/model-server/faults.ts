import { createHash } from "node:crypto";
import type { PlannedAnswer } from "./answer-request.ts";
import type { ModelFault } from "./script.ts";

/** Counts how often each fault struck: the only thing the server remembers, and forgetting it repeats a fault at most. */
export interface Faults {
  /** The fault that strikes this request, or null: then the step is played. */
  strike(planned: PlannedAnswer): ModelFault | null;
}

const COUNTERS_MAX = 100_000;

export function countFaults(): Faults {
  const struck = new Map<string, number>();
  return {
    strike({ step: { fault }, index, prompt }) {
      if (fault === undefined) return null;
      const key = createHash("sha256").update(`${index}\0${prompt}`).digest("hex");
      const before = struck.get(key) ?? 0;
      if (before >= fault.times || struck.size >= COUNTERS_MAX) return null;
      struck.set(key, before + 1);
      return fault;
    },
  };
}
