import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { termsOf } from "../../../src/footprint/history/commit-words.ts";
import type { HistoryIndex } from "../../../src/footprint/history/history-index.ts";
import { historyIndexOf } from "../../../src/footprint/history/index-memory.ts";
import { priorModel } from "../../../src/footprint/model/model.ts";
import { Rater } from "../../../src/footprint/model/rate.ts";
import type { HistoryCommit } from "../../../src/git/history.ts";
import { commit } from "../past.ts";

const PATHS = ["src/a.ts", "src/b.ts", "lib/session.py", "docs/d.md", "weird name/ü [x].go"];
const SUBJECTS = ["fix(cli): Session dates", "Session names", "Rework a and b", "feat: weird things", "x"];
const step = fc.record({
  subject: fc.constantFrom(...SUBJECTS),
  touched: fc.uniqueArray(fc.tuple(fc.constantFrom("", "+", "-"), fc.constantFrom(...PATHS)), {
    maxLength: 3,
    selector: ([, path]) => path,
  }),
  rename: fc.option(fc.tuple(fc.constantFrom(...PATHS), fc.constantFrom(...PATHS))),
});

function historyOf(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]): readonly HistoryCommit[] {
  return steps.map(({ subject, touched, rename }, number) => {
    const plain = commit(
      number,
      subject,
      touched.map(([sign, path]) => sign + path),
    );
    if (rename === null) return plain;
    const [from, path] = rename;
    return { ...plain, changes: [...plain.changes, { kind: "renamed" as const, path, from }] };
  });
}

/** Everything a text brings to light. */
function found(index: HistoryIndex): unknown {
  const rater = new Rater(index, () => true);
  return SUBJECTS.map((subject) => {
    const { candidates, rows, neighbours } = rater.rate({ terms: termsOf(subject, ""), mentions: new Map() }, priorModel(), null);
    return [candidates.map((file) => index.paths[file]), [...rows], neighbours];
  });
}

describe("what is learnt from a history", () => {
  it("in portions is what is learnt from it at once", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), fc.array(fc.nat(14), { maxLength: 3 }), (steps, cuts) => {
        const commits = historyOf(steps);
        let grown = historyIndexOf(commits.slice(0, 1), []);
        for (const cut of [...cuts].sort((a, b) => a - b)) grown = historyIndexOf(commits.slice(0, Math.max(1, cut)), []);
        grown = historyIndexOf(commits, []);
        const anew = historyIndexOf(structuredClone(commits), []);
        expect(found(grown)).toEqual(found(anew));
      }),
      { numRuns: 60 },
    );
  });

  it("does not stand when the tree holds paths no commit names: those are known too", () => {
    const commits = [commit(0, "Start", ["+src/a.ts"]), commit(1, "Session names", ["src/a.ts"])];
    const index = historyIndexOf(commits, ["lib/session.py", "src/a.ts"]);
    expect(index.numberOf("lib/session.py")).toBeDefined();
    const next = historyIndexOf([...commits, commit(2, "Session dates", ["src/a.ts"])], ["lib/session.py", "src/a.ts"]);
    expect([next.commits.length, next.numberOf("lib/session.py")]).toEqual([2, 1]);
  });
});
