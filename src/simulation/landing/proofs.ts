import type { RunVerdict } from "../../landing/queue/queue.ts";

/**
 * Which trees passed everything: in one whole run, or in one whose failed tests all passed when they ran again on the very
 * same tree.
 */
export class Proofs {
  readonly #proven = new Set<string>();
  /** What failed in the whole runs of a tree, one list a run. */
  readonly #owed = new Map<string, readonly (readonly string[])[]>();

  isProven(tree: string): boolean {
    return this.#proven.has(tree);
  }

  /** @param tests the only tests that ran, or null for all. */
  note(tree: string, tests: readonly string[] | null, verdict: RunVerdict): void {
    const owed = this.#owed.get(tree) ?? [];
    if (verdict.kind === "failed" && tests === null) this.#owed.set(tree, [...owed, verdict.tests]);
    if (verdict.kind !== "passed") return;
    if (tests === null || owed.some((failed) => failed.every((test) => tests.includes(test)))) this.#proven.add(tree);
  }
}
