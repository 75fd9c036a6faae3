import type { TestResult } from "../../core/test-result.ts";
import type { GateVerdict } from "./gate.ts";

/**
 * passed   it was a flake
 * failed   it failed again
 * lost     nothing was learned, so nobody is blamed
 * as-before what the first run said stays
 */
export interface Judged {
  readonly outcome: "passed" | "failed" | "lost" | "as-before";
  /** Ids of tests that failed and then passed on the same tree; empty where the gate names none. */
  readonly flaky: readonly string[];
  /** Tests that failed again. */
  readonly failed: readonly TestResult[];
  readonly notes: readonly string[];
}

export function failedTests({ tests }: { readonly tests: readonly TestResult[] }): readonly TestResult[] {
  return tests.filter(({ outcome }) => outcome === "failed");
}

/**
 * The rule for a gate that failed and was run again, once, on the same tree: what passes now was a flake. Where only the
 * failed tests ran again, the second run's report must show each of them passed: a command that runs none of them and
 * ends well proves nothing.
 * @param failed the tests that failed at first; empty where the gate names none.
 * @param onlyTests whether the second run was of these alone.
 */
export function judgeSecondRun(failed: readonly TestResult[], second: GateVerdict, onlyTests: boolean): Judged {
  if (second.kind === "infrastructure") {
    // That it finds no end now is no excuse for having failed before.
    if (second.cause === "timed-out") return { outcome: "as-before", flaky: [], failed, notes: ["run again, it found no end in time"] };
    return { outcome: "lost", flaky: [], failed, notes: [] };
  }
  const now = new Map(second.tests.map((test) => [test.id, test.outcome]));
  const flaky = failed.filter(({ id }) => now.get(id) === "passed").map(({ id }) => id);
  const { notes } = second;
  if (second.kind === "failed") {
    const again = failedTests(second);
    return { outcome: "failed", flaky, failed: again.length > 0 ? again : failed, notes };
  }
  const unseen = failed.filter(({ id }) => now.get(id) !== "passed");
  if (!onlyTests || unseen.length === 0) return { outcome: "passed", flaky, failed: [], notes };
  const note = `run again, its report does not show these tests as passed: ${unseen.map(({ id }) => id).join("; ")}`;
  return { outcome: "as-before", flaky, failed: unseen, notes: [...notes, note] };
}
