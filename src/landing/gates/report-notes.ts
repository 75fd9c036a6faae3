import type { TestReport } from "./reports/read-report.ts";

const NAMES_SHOWN = 5;

/**
 * What does not fit together in what a run said: the exit code decides, but a program that passes with failed tests, or
 * suddenly has none to run, is worth a look.
 * @param knownTests how many tests its reports have told of so far.
 */
export function reportNotes(passed: boolean, { tests, problem }: TestReport, knownTests: number): readonly string[] {
  if (problem !== null) return [`its report counts for nothing (${problem}); its exit code decides`];
  const failed = tests.filter(({ outcome }) => outcome === "failed");
  const ran = tests.filter(({ outcome }) => outcome !== "skipped").length;
  const notes: string[] = [];
  if (passed && failed.length > 0) {
    const names = failed.slice(0, NAMES_SHOWN).map(({ id }) => id);
    notes.push(`it ended as passed, yet its report has ${failed.length} failed tests: ${names.join("; ")}`);
  }
  if (!passed && failed.length === 0 && ran > 0) notes.push(`it ended as failed, yet none of the ${ran} tests in its report failed`);
  if (ran === 0 && knownTests > 0) notes.push(`it ran no test, where earlier runs told of ${knownTests}`);
  return notes;
}
