/** What one test did in one run of a gate, as the gate's report says. */
export interface TestResult {
  /** The same in every run and on every machine: file, suites and name, cut to `TEST_ID_CHARACTERS_MAX`. */
  readonly id: string;
  /** Repository-relative where the report tells. */
  readonly file: string | null;
  /** What the test runner calls it; a `retry` command gets this. */
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  readonly ms: number;
}

export const TEST_ID_CHARACTERS_MAX = 400;

/** What one run adds to the record of a test. `flaky`: its failure told before was none, it passed on the very same tree. */
export interface TestSeen {
  readonly id: string;
  readonly outcome: "passed" | "failed" | "flaky";
}

/** What is remembered of one test over all gates and trees. */
export interface TestRecord {
  readonly id: string;
  /** Runs that ended in a pass or a failure; the second run of one that failed does not count. */
  readonly runs: number;
  /** Of these, runs that failed, whatever came after. */
  readonly failures: number;
  /** Of these, runs that passed when run again on the same tree. */
  readonly flakes: number;
}
