import type { MainState } from "./main-history.ts";

/** A time during which main failed its gates. */
export interface BrokenSpan {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The first state that failed. */
  readonly commit: string;
  /** Whose push broke it; empty when it was broken at the start. */
  readonly by: readonly string[];
  /** The gate that failed first. */
  readonly gate: string;
  /** How many pushes went onto broken main and left it broken. */
  readonly pushes: number;
}

/**
 * The spans in which main was broken.
 * @param failing the failing gate of each state, null where all passed; as long as `history`.
 */
export function brokenSpans(history: readonly MainState[], failing: readonly (string | null)[]): readonly BrokenSpan[] {
  const spans: BrokenSpan[] = [];
  for (const [index, { fromMs, untilMs, commit, by }] of history.entries()) {
    const gate = failing[index] ?? null;
    if (gate === null) continue;
    const last = index === 0 || failing[index - 1] === null ? undefined : spans.pop();
    spans.push(last === undefined ? { fromMs, untilMs, commit, by, gate, pushes: 0 } : { ...last, untilMs, pushes: last.pushes + 1 });
  }
  return spans;
}
