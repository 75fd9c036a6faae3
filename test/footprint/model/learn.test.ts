import { describe, expect, it } from "vitest";
import { HistoryIndex } from "../../../src/footprint/history/history-index.ts";
import { taskLike } from "../../../src/footprint/history/task-like.ts";
import { exampleOf, rateInTurn } from "../../../src/footprint/model/examples.ts";
import { learnModel } from "../../../src/footprint/model/learn.ts";
import { priorModel } from "../../../src/footprint/model/model.ts";
import { predictorFor } from "../../../src/footprint/predict.ts";
import { lookupsOf } from "../../../src/footprint/tree/lookups.ts";
import { treeOfPaths } from "../../../src/footprint/tree/tree-index.ts";
import type { HistoryCommit } from "../../../src/git/history.ts";
import { asked, commit, GENERATED_FILES, generatedHistory, past } from "../past.ts";
import { factsOfText } from "../tree/trees.ts";

const SEED = 20251125;
const LEARNT = 400;
const TESTED = 200;
const BINS = 10;

describe("the model of a repository", () => {
  it(`says probabilities that come true: expected calibration error below 0.05 on a generated history (seed ${SEED})`, () => {
    const history = generatedHistory(LEARNT + TESTED, SEED);
    const tree = treeOfPaths(GENERATED_FILES);
    const model = learnModel(history.slice(0, LEARNT), null);
    const bins = Array.from({ length: BINS }, () => ({ said: 0, seen: 0 }));
    let entries = 0;
    let [hits, foundBest] = [0, 0];
    for (let at = LEARNT; at < history.length; at += 4) {
      const next = history[at] as HistoryCommit;
      const changed = new Set(next.changes.map(({ path }) => path));
      const { entries: said } = predictorFor(tree, past(history.slice(0, at)), model).predict(asked(next.subject));
      hits++;
      foundBest += Number(said.slice(0, 5).some(({ path }) => changed.has(path)));
      for (const { path, probability } of said) {
        const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))] as (typeof bins)[number];
        bin.said += probability;
        bin.seen += Number(changed.has(path));
        entries++;
      }
    }
    expect(bins.reduce((sum, { said, seen }) => sum + Math.abs(said - seen), 0) / entries).toBeLessThan(0.05);
    expect(foundBest / hits).toBeGreaterThan(0.9);
  });

  it("is a function of the commits: learnt twice it is the same, and with too few it is that of other repositories", () => {
    const history = generatedHistory(120, SEED);
    expect(learnModel(history, null)).toEqual(learnModel(history, null));
    expect(learnModel(history.slice(0, 30), null)).toEqual({ ...priorModel(), fittedOn: 0 });
    expect(learnModel([], null)).toEqual({ ...priorModel(), fittedOn: 0 });
  });
});

describe("a commit looked at as a task", () => {
  it("is rated by what files said before it: with nothing said, content says nothing", () => {
    const history = generatedHistory(60, SEED);
    const numbers = taskLike(history).slice(-5);
    const base = lookupsOf(new Map(GENERATED_FILES.map((path) => [path, factsOfText(path, "")])));
    const said = factsOfText("src/registry.ts", "// registry of the mailer, the parser and the cache\nexport const registry = [];\n");
    const rowsWith = (before: number | null) => {
      const steps = before === null ? [] : [{ before, changes: new Map([["src/registry.ts", said]]) }];
      return Array.from(rateInTurn(history, numbers, priorModel(), { base, start: new Map(), steps }), exampleOf);
    };
    const [third = 0, fourth = 0] = numbers.slice(2);
    const [never, inBetween, always] = [rowsWith(null), rowsWith(third + 1), rowsWith(0)];
    expect(fourth).toBeGreaterThan(third);
    expect(inBetween.slice(0, 3)).toEqual(never.slice(0, 3));
    expect(inBetween.slice(3)).toEqual(always.slice(3));
    expect(inBetween.slice(3)).not.toEqual(never.slice(3));
  });

  it("is rated by what came before it only: later commits change nothing", () => {
    const history = generatedHistory(80, SEED);
    const numbers = taskLike(history).slice(-40);
    const rated = (commits: readonly HistoryCommit[]) => Array.from(rateInTurn(commits, numbers, priorModel(), null), exampleOf);
    const cut = numbers[20] as number;
    const future = history.map((one, at) => (at <= cut ? one : commit(at, "Rename everything", ["src/registry.ts", "+other.ts"])));
    expect(rated(future).slice(0, 21)).toEqual(rated(history).slice(0, 21));
    expect(rated(future)).not.toEqual(rated(history));
  });

  it("is not rated by what it changed itself", () => {
    const history = generatedHistory(40, SEED);
    const last = history.length - 1;
    const rowsOf = (paths: readonly string[]) => {
      const other = [...history.slice(0, last), commit(last, "Fix dates of the session", paths)];
      return Array.from(rateInTurn(other, [last], priorModel(), null), exampleOf)[0]?.rows;
    };
    expect(rowsOf(["src/registry.ts"])).toEqual(rowsOf(["src/session/session-dates.ts"]));
  });

  it("is no merge, no bot's, no mass change, no creation and no repetition", () => {
    const many = Array.from({ length: 13 }, (_, at) => `src/${at}.ts`);
    const commits = [
      commit(0, "Start", ["+src/a.ts"]),
      commit(1, "Change it", ["src/a.ts"]),
      commit(2, "Merge it", ["src/a.ts"], { parents: ["1", "2"] }),
      commit(3, "Bump it", ["src/a.ts"], { author: "renovate[bot]" }),
      commit(4, "Move all", many),
      commit(5, "Update sources", ["package-lock.json"]),
      commit(6, "Release 1.2.3", ["src/a.ts"]),
      commit(7, "Release 1.2.4", ["src/a.ts"]),
      commit(8, "Change it again", ["src/a.ts", "package-lock.json"]),
    ];
    expect(taskLike(commits)).toEqual([1, 6, 8]);
  });
});

describe("what is learnt from commits", () => {
  it("follows a renamed file, forgets a deleted one, and learns nothing of the first commit and of moves of many files", () => {
    const index = new HistoryIndex();
    index.add(commit(0, "Start", ["+a.ts", "+b.ts"]));
    index.add(commit(1, "Move a", [], { changes: [{ kind: "renamed", path: "src/a.ts", from: "a.ts" }] }));
    index.add(commit(2, "Drop b", ["-b.ts"]));
    index.add(commit(3, "Change a", ["src/a.ts"]));
    index.add(
      commit(
        4,
        "Move all",
        Array.from({ length: 61 }, (_, at) => `+x/${at}.ts`),
      ),
    );
    const a = index.numberOf("src/a.ts") ?? -1;
    expect(index.numberOf("a.ts")).toBeUndefined();
    expect(index.numberOf("b.ts")).toBeUndefined();
    expect(Array.from(index.commitsOf[a]?.values.subarray(0, 2) ?? [])).toEqual([0, 1]);
    expect(index.commits.map(({ subject }) => subject)).toEqual(["Move a", "Change a"]);
    expect(index.numberOf("x/7.ts")).toBeDefined();
  });
});
