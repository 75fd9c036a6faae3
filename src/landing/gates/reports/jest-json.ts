import { broken, CASES_MAX, milliseconds, type ParsedReport, type ReportCase } from "./report-case.ts";

/** What `jest --json` and vitest's json reporter write, which is the same form. A file that could not be loaded is a failed test of that name. */
export function parseJestJson(text: string): ParsedReport {
  const files = field(parseObject(text), "testResults");
  if (!Array.isArray(files)) return broken("expected a JSON object with testResults, got none");
  const cases: ReportCase[] = [];
  for (const file of files) {
    const name = field(file, "name");
    const path = typeof name === "string" ? name : null;
    const tests = field(file, "assertionResults");
    const own = Array.isArray(tests) ? tests.map((test) => caseOf(test, path)) : [];
    cases.push(...own.slice(0, CASES_MAX));
    if (field(file, "status") === "failed" && own.every(({ outcome }) => outcome !== "failed"))
      cases.push({ file: path, path: [], name: path ?? "", outcome: "failed", ms: 0 });
    if (cases.length > CASES_MAX) return broken(`expected at most ${CASES_MAX} tests, got more`);
  }
  return { cases, problem: null };
}

function caseOf(test: unknown, file: string | null): ReportCase {
  const title = text(field(test, "title"));
  const ancestors = field(test, "ancestorTitles");
  const suites = Array.isArray(ancestors) ? ancestors.slice(0, 100).map(text) : [];
  const status = field(test, "status");
  return {
    file,
    path: [...suites, title],
    name: text(field(test, "fullName")) || [...suites, title].join(" "),
    outcome: status === "passed" || status === "failed" ? status : "skipped",
    ms: milliseconds(field(test, "duration")),
  };
}

/** On standard output other lines may stand before and after the object. */
function parseObject(text: string): unknown {
  for (const part of [text, text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)]) {
    try {
      return JSON.parse(part);
    } catch {
      // Not by itself: try what is between the outermost braces.
    }
  }
  return undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
