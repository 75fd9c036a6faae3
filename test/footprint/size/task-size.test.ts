import { describe, expect, it } from "vitest";
import { termsOf } from "../../../src/footprint/history/commit-words.ts";
import { HistoryIndex } from "../../../src/footprint/history/history-index.ts";
import { Retriever } from "../../../src/footprint/history/retrieve.ts";
import { taskSize } from "../../../src/footprint/size/task-size.ts";
import { commit } from "../past.ts";

const WIDE = ["src/a.ts", "src/b.ts", "src/c.ts", "src/d.ts", "src/e.ts", "src/f.ts"];

/** Sizes of titles after a past of commits, each a subject and its paths. */
function sizesAfter(past: readonly (readonly [subject: string, paths: readonly string[]])[]) {
  const index = new HistoryIndex();
  for (const [number, [subject, paths]] of past.entries()) index.add(commit(number + 1, subject, paths));
  return (title: string) => {
    const retriever = new Retriever(index);
    const found = retriever.retrieve(termsOf(title, ""));
    return taskSize(title, found.neighbours, index);
  };
}

describe("how many files a task is expected to change", () => {
  it("is what commits with such words changed: many where they did, few where they did not", () => {
    const past = Array.from({ length: 20 }, (_, turn) =>
      turn % 2 === 0 ? (["Translate labels", WIDE] as const) : (["Tune cache", ["src/a.ts"]] as const),
    );
    const sizeOf = sizesAfter(past);
    expect(sizeOf("Translate labels")).toBeGreaterThan(1.5 * sizeOf("Tune cache"));
  });

  it("follows what is usual of late, not what was long ago", () => {
    const many = Array.from({ length: 60 }, () => ["Translate labels", WIDE] as const);
    const one = Array.from({ length: 60 }, () => ["Tune cache", ["src/a.ts"]] as const);
    expect(sizesAfter([...one, ...many])("Print the date")).toBeGreaterThan(2 * sizesAfter([...many, ...one])("Print the date"));
  });

  it("is larger for a feature than for a typo, before anything else is known", () => {
    const sizeOf = sizesAfter([]);
    expect(sizeOf("Support links, images and tables")).toBeGreaterThan(1.5 * sizeOf("Fix a typo in the readme"));
    expect(sizeOf("Print the date")).toBeGreaterThan(1);
  });

  it("ignores moves of everything, and words that only name properties of objects", () => {
    const everything = Array.from({ length: 40 }, (_, file) => `src/${file}.ts`);
    const sizeOf = sizesAfter([["Move sources", everything]]);
    expect(sizeOf("Move sources")).toBe(sizesAfter([])("Move sources"));
    expect(sizeOf("constructor __proto__ hasOwnProperty")).toBe(sizeOf("elephant"));
  });
});
