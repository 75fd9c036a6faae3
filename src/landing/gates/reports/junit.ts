import { broken, CASES_MAX, DEPTH_MAX, milliseconds, type ParsedReport, type ReportCase } from "./report-case.ts";
import { type XmlTag, xmlTags } from "./xml-tags.ts";

interface OpenCase {
  readonly tag: XmlTag;
  readonly suites: readonly XmlTag[];
  failed: boolean;
  skipped: boolean;
}

/**
 * JUnit XML as test runners of all languages write it; there is no standard, so only what they share is read: `testcase`
 * with name, classname, file and time (seconds), and whether it holds a `failure`, an `error` or a `skipped`.
 */
export function parseJUnit(text: string): ParsedReport {
  const cases: ReportCase[] = [];
  const open: string[] = [];
  const suites: XmlTag[] = [];
  let current: OpenCase | undefined;
  let hasRoot = false;
  for (const tag of xmlTags(text)) {
    const { name, opens, closes } = tag;
    if (opens) {
      if (open.length === 0 && name !== "testsuites" && name !== "testsuite")
        return broken(`expected a testsuite, got \`${name.slice(0, 40)}\``);
      if (open.length >= DEPTH_MAX) return broken(`expected at most ${DEPTH_MAX} elements in each other, got more`);
      hasRoot = true;
      open.push(name);
      if (name === "testsuite") suites.push(tag);
      if (name === "testcase") current = { tag, suites: [...suites], failed: false, skipped: false };
      if (current !== undefined && (name === "failure" || name === "error")) current.failed = true;
      if (current !== undefined && name === "skipped") current.skipped = true;
    }
    if (closes) {
      if (open.pop() !== name) return broken(`expected elements that close in order, got \`</${name.slice(0, 40)}>\``);
      if (name === "testsuite") suites.pop();
      if (name === "testcase" && current !== undefined) {
        if (cases.length === CASES_MAX) return broken(`expected at most ${CASES_MAX} tests, got more`);
        cases.push(caseOf(current));
        current = undefined;
      }
    }
  }
  if (!hasRoot) return broken("expected JUnit XML, got none");
  return open.length === 0
    ? { cases, problem: null }
    : broken(`expected a whole report, got one that ends inside \`${open.at(-1)?.slice(0, 40)}\``);
}

function caseOf({ tag, suites, failed, skipped }: OpenCase): ReportCase {
  const name = tag.attributes.get("name") ?? "";
  const group = tag.attributes.get("classname") ?? suites.map((suite) => suite.attributes.get("name") ?? "").join(" > ");
  const inner = suites.at(-1)?.attributes;
  const file = tag.attributes.get("file") ?? inner?.get("file") ?? [group, inner?.get("name")].find(isFileName) ?? null;
  return {
    file,
    path: group === file ? [name] : [group, name],
    name,
    // A test to do may fail without failing the run: it is skipped first.
    outcome: skipped ? "skipped" : failed ? "failed" : "passed",
    ms: milliseconds(tag.attributes.get("time"), 1_000),
  };
}

/** Runners that know only files as suites name those after them; a Java class has dots and no ending. */
function isFileName(text: string | undefined): text is string {
  return text !== undefined && /^\S+\.(?:[cm]?[jt]sx?|py|rb|php|go|rs)$/.test(text);
}
