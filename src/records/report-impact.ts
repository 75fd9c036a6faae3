import type { StoredEvent } from "../core/event.ts";

export interface ResolvedConflict {
  readonly kind: string;
  readonly tasks: readonly string[];
  readonly files: readonly string[];
  /** Null while it is open. */
  readonly resolvedBy: string | null;
  readonly seconds: number | null;
}

export interface ProductionImpact {
  readonly failedVerifies: number;
  readonly reverts: number;
  /** Time in which main failed its gates or a landed commit its verification. */
  readonly minutesRed: number;
}

/** Landed commits whose verification was decided, and how many passed; the last word counts. */
export function deploymentsOf(events: readonly StoredEvent[]): { readonly checked: number; readonly ok: number } {
  const verdicts = new Map(events.flatMap(({ body }) => (body.kind === "verify" ? [[body.commit, body.passed]] : [])));
  return { checked: verdicts.size, ok: [...verdicts.values()].filter(Boolean).length };
}

/** Every conflict found, with who resolved it and how long that took. */
export function conflictsOf(events: readonly StoredEvent[]): ResolvedConflict[] {
  return events.flatMap(({ atMs, body: found }, index): ResolvedConflict[] => {
    if (found.kind !== "conflict-found") return [];
    const end = events.slice(index + 1).find(({ body }) => body.kind === "conflict-resolved" && body.conflict === found.conflict);
    const resolvedBy = end?.body.kind === "conflict-resolved" ? end.body.by : null;
    const seconds = end === undefined ? null : Math.max(0, Math.round((end.atMs - atMs) / 100) / 10);
    return [{ kind: found.what, tasks: found.tasks, files: found.files, resolvedBy, seconds }];
  });
}

export function productionOf(events: readonly StoredEvent[], endMs: number): ProductionImpact {
  return {
    failedVerifies: events.filter(({ body }) => body.kind === "verify" && !body.passed).length,
    reverts: events.filter(({ body }) => body.kind === "reverted").length,
    minutesRed: Math.round((redMs(events, endMs) / 60_000) * 100) / 100,
  };
}

/**
 * Main is red from the check that found it so to the next that finds it healthy, or to a landing, whose exact tree has
 * passed; a deployment from its failed
 * verification to the revert or the next that passes. Overlapping times count once.
 */
function redMs(events: readonly StoredEvent[], endMs: number): number {
  let [mainRed, deploymentRed, sinceMs, total] = [false, false, 0, 0];
  for (const { atMs, body } of events) {
    const wasRed = mainRed || deploymentRed;
    if (body.kind === "main-checked") mainRed = !body.healthy;
    else if (body.kind === "change-landed") mainRed = false;
    else if (body.kind === "verify") deploymentRed = !body.passed;
    else if (body.kind === "reverted") deploymentRed = false;
    const isRed = mainRed || deploymentRed;
    if (isRed && !wasRed) sinceMs = atMs;
    if (wasRed && !isRed) total += Math.max(0, atMs - sinceMs);
  }
  return mainRed || deploymentRed ? total + Math.max(0, endMs - sinceMs) : total;
}
