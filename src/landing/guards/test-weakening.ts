import { type TestLine, testLines } from "./test-words.ts";

/** A test file in two versions; null: there is none. */
export interface TestFileEdit {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One way in which a change tests less than before. */
export interface TestWeakening {
  readonly path: string;
  /** Completes "this change …": "removes 3 assertions of orders.test.ts". */
  readonly what: string;
  /** The lines it is about, as written: gone ones, or the skips that are new. */
  readonly lines: readonly string[];
}

const LINES_SHOWN_MAX = 20;
/** A test of which less than this share is left anywhere is gone; one of which more is left was renamed or moved. */
const LEFT_SHARE = 0.5;

interface ReadEdit {
  readonly path: string;
  readonly isGone: boolean;
  readonly before: readonly TestLine[];
  readonly after: readonly TestLine[];
}

/**
 * Where a change weakens tests: it deletes a test file, removes tests, keeps some from running, or has fewer assertions than
 * before. By text, for the five languages the footprint reads; what moves to another file of the change, or is renamed, is not
 * removed. It errs towards yes: a wrong alarm costs that the change is tested alone, and a look.
 */
export function testWeakenings(edits: readonly TestFileEdit[]): readonly TestWeakening[] {
  const read = edits.flatMap(({ path, before, after }): ReadEdit[] => {
    const [old, young] = [testLines(path, before ?? ""), testLines(path, after ?? "")];
    return old === null || young === null ? [] : [{ path, isGone: after === null, before: old, after: young }];
  });
  const arrived = countsOf(read.flatMap(({ before, after }) => linesOnlyIn(after, before)));
  return read.flatMap((edit) => weakeningsOf(edit, arrived));
}

/** @param arrived how often each line is new somewhere in the change: what left one file may have come there. */
function weakeningsOf({ path, isGone, before, after }: ReadEdit, arrived: ReadonlyMap<string, number>): readonly TestWeakening[] {
  if (!before.some(({ isCase, isAssertion }) => isCase || isAssertion)) return newSkips(path, before, after);
  const elsewhere = new Map(arrived);
  const gone = linesOnlyIn(before, after).filter(({ text }) => !take(elsewhere, text));
  const left = leftOf(before, gone);
  if (isGone && before.length > 0 && left < LEFT_SHARE) {
    return [
      weakening(
        path,
        `deletes the test file ${path}`,
        before.filter(({ isCase }) => isCase),
      ),
    ];
  }
  const added = linesOnlyIn(after, before);
  const removed = removedCases(before, gone, added);
  const assertions = gone.filter(({ isAssertion }) => isAssertion);
  const fewer = assertions.length - added.filter(({ isAssertion }) => isAssertion).length;
  return [
    ...(removed.length === 0 ? [] : [weakening(path, `removes ${counted(removed.length, "test")} of ${path}`, removed)]),
    ...(removed.length > 0 || fewer <= 0 ? [] : [weakening(path, `removes ${counted(fewer, "assertion")} of ${path}`, assertions)]),
    ...newSkips(path, before, after),
  ];
}

function newSkips(path: string, before: readonly TestLine[], after: readonly TestLine[]): readonly TestWeakening[] {
  const skips = linesOnlyIn(after, before).filter(({ isSkip }) => isSkip);
  const more = after.filter(({ isSkip }) => isSkip).length - before.filter(({ isSkip }) => isSkip).length;
  return more <= 0 ? [] : [weakening(path, `keeps ${counted(more, "test")} of ${path} from running`, skips)];
}

/** The first lines of tests that are gone: their first line is, and so is most of what follows up to the next test. */
function removedCases(before: readonly TestLine[], gone: readonly TestLine[], added: readonly TestLine[]): readonly TestLine[] {
  const isGone = new Set(gone);
  const renamed = countsOf(added.map((line) => ({ ...line, text: untitled(line.text) })));
  const starts = before.flatMap(({ isCase }, at) => (isCase ? [at] : []));
  return starts.flatMap((start, index) => {
    const [first, ...body] = before.slice(start, starts[index + 1] ?? before.length);
    // A group is gone when its tests are.
    if (first === undefined || GROUP.test(first.text)) return [];
    const left = body.filter((line) => !isGone.has(line)).length;
    if (body.length > 0) return left < body.length * LEFT_SHARE && (ATTRIBUTE.test(first.text) || isGone.has(first)) ? [first] : [];
    return isGone.has(first) && !take(renamed, untitled(first.text)) ? [first] : [];
  });
}

const GROUP = /^[xf]?(?:describe|context)\b|^class\b/;
/** The same above every test: only the lines below it tell. */
const ATTRIBUTE = /^[#@]/;

/** A test of one line without its name, and whether it runs or not. */
function untitled(text: string): string {
  return text.replace(/^[xf]?(it|test)(?:\.\w+)*/, "$1").replace(/(["'`])[^"'`]*\1/, "");
}

function leftOf(before: readonly TestLine[], gone: readonly TestLine[]): number {
  return before.length === 0 ? 1 : 1 - gone.length / before.length;
}

/** Lines of `lines` that `others` has not, counting repeats. */
function linesOnlyIn(lines: readonly TestLine[], others: readonly TestLine[]): readonly TestLine[] {
  const counts = countsOf(others);
  return lines.filter(({ text }) => !take(counts, text));
}

function countsOf(lines: readonly TestLine[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of lines) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Takes one of that text out, if there is one. */
function take(counts: Map<string, number>, text: string): boolean {
  const count = counts.get(text) ?? 0;
  if (count > 0) counts.set(text, count - 1);
  return count > 0;
}

function weakening(path: string, what: string, lines: readonly TestLine[]): TestWeakening {
  return { path, what, lines: lines.slice(0, LINES_SHOWN_MAX).map(({ text }) => text) };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
