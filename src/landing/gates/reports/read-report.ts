import { createHash } from "node:crypto";
import type { ReportFormat } from "../../../core/gate-config.ts";
import { normalizePath } from "../../../core/paths.ts";
import { TEST_ID_CHARACTERS_MAX, type TestResult } from "../../../core/test-result.ts";
import { parseJestJson } from "./jest-json.ts";
import { parseJUnit } from "./junit.ts";
import type { ParsedReport, ReportCase } from "./report-case.ts";
import { parseTap } from "./tap.ts";

const PARSERS: Readonly<Record<ReportFormat, (text: string) => ParsedReport>> = {
  junit: parseJUnit,
  tap: parseTap,
  "vitest-json": parseJestJson,
  "jest-json": parseJestJson,
};

const NAME_CHARACTERS_MAX = 300;

export interface TestReport {
  /** Each id once: of tests with the same name the worst counts. Empty when the report is broken. */
  readonly tests: readonly TestResult[];
  /** Why the report cannot be believed; null when it is whole. */
  readonly problem: string | null;
}

/**
 * What a gate's report says of single tests. The report was written by code under test, so whatever it holds, this
 * answers and never throws: a report that is not whole has no tests and a problem.
 * @param root the checkout it ran in: file names are told from there.
 */
export function readReport(format: ReportFormat, text: string, root: string): TestReport {
  const { cases, problem } = PARSERS[format](text);
  if (problem !== null) return { tests: [], problem };
  const worst = new Map<string, TestResult>();
  for (const one of cases) {
    // TAP tells the file of failed tests only, and what names a test must be there in every run.
    const test = cleaned(one, root, format !== "tap");
    const known = worst.get(test.id);
    if (known === undefined || RANK[test.outcome] > RANK[known.outcome]) worst.set(test.id, test);
  }
  return { tests: [...worst.values()], problem: null };
}

const RANK = { skipped: 0, passed: 1, failed: 2 } as const;

function cleaned({ file, path, name, outcome, ms }: ReportCase, root: string, byFile: boolean): TestResult {
  const place = file === null ? null : relativeFile(file, root);
  const parts = [byFile ? (place ?? "") : "", ...path].map(plain).filter((part) => part !== "");
  return { id: shortened(parts.join(" > ") || "?"), file: place, name: plain(name), outcome, ms: Math.round(ms) };
}

/** Null for what is not in the checkout: a report may name any path, and it becomes part of a command. */
function relativeFile(file: string, root: string): string | null {
  const path = file.replace(/^file:\/\//, "");
  const inside = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
  return normalizePath(inside) ?? null;
}

/** On one line, without control characters, of a length a person reads. */
function plain(text: string): string {
  return text
    .slice(0, NAME_CHARACTERS_MAX)
    .replace(/\p{Cc}\[[\d;]{0,20}[A-Za-z]/gu, "")
    .replace(/\p{Cc}+/gu, " ")
    .trim();
}

function shortened(id: string): string {
  if (id.length <= TEST_ID_CHARACTERS_MAX) return id;
  const hash = createHash("sha256").update(id).digest("hex").slice(0, 12);
  return `${id.slice(0, TEST_ID_CHARACTERS_MAX - 13)}…${hash}`;
}
