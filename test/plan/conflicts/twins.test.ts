import { describe, expect, it } from "vitest";
import type { Task } from "../../../src/core/task.ts";
import { conflictGraph } from "../../../src/plan/conflicts/conflict-graph.ts";
import { type TwinPair, twinGroups } from "../../../src/plan/conflicts/twins.ts";
import { task } from "../tasks.ts";

const FORM = "## Protocol\n\nRead the roadmap.\nMake a session id.\nPush to main.\n";

interface Asked {
  readonly id: string;
  readonly title: string;
  readonly write: readonly string[];
  readonly text: string;
}

const ADD_NEED: Asked = {
  id: "QA-015",
  title: '"Add Need" leads to a missing page',
  write: ["src/pages/matchmaking.ts"],
  text: "The button Add Need on the matchmaking page answers 404. It must lead to the clients page.",
};
const ADD_SUPPLY: Asked = {
  ...ADD_NEED,
  id: "QA-016",
  title: '"Add Supply" leads to a missing page',
  text: "The button Add Supply on the matchmaking page answers 404. It must lead to the supply page.",
};
/** As many others as make what all have in common a form. */
const OTHERS: readonly Asked[] = ["orders", "money", "stock"].map((word, number) => ({
  id: `QA-90${number}`,
  title: `Count ${word} by month`,
  write: [`src/${word}.ts`],
  text: `A report counts ${word} by month and shows them as a table.`,
}));

function twinsOf(...asked: readonly Asked[]): readonly TwinPair[] {
  const tasks: Task[] = asked.map(({ id, title, write }) => task(id, { title, write }));
  const texts = new Map(asked.map(({ id, title, text }) => [id, `# ${id}: ${title}\n\n${text}\n\n${FORM}`]));
  return conflictGraph(tasks, undefined, { texts }).twinPairs;
}

describe("twins", () => {
  it("are found by the same files, similar titles and similar words, whatever the order of the tasks", () => {
    const [found, ...more] = twinsOf(...OTHERS, ADD_SUPPLY, ADD_NEED);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ a: "QA-015", b: "QA-016" });
    expect(found?.probability).toBeGreaterThan(0.5);
    expect(found?.evidence.join("\n")).toMatch(/the same files.*similar titles.*similar texts/s);
    expect(twinsOf(ADD_NEED, ...OTHERS, ADD_SUPPLY)).toEqual([found]);
  });

  it("are kept apart, and told by that", () => {
    const tasks = [ADD_NEED, ADD_SUPPLY].map(({ id, title, write }) => task(id, { title, write }));
    const texts = new Map([ADD_NEED, ADD_SUPPLY].map(({ id, text }) => [id, text]));
    expect(conflictGraph(tasks, undefined, { texts }).conflict("QA-015", "QA-016")).toMatchObject({
      kind: "twin",
      hard: true,
      because: expect.stringMatching(/^they look like the same change asked for twice \(0\.\d\d\)$/),
    });
  });

  it("are not two different changes of one file, though their prompts have one form", () => {
    const other = { ...ADD_SUPPLY, title: "Sort matches by price", text: "Matches are listed at random. Sort them, the cheapest first." };
    expect(twinsOf(ADD_NEED, other, ...OTHERS)).toEqual([]);
  });

  it("are not the same words about different files", () => {
    expect(twinsOf(ADD_NEED, { ...ADD_SUPPLY, write: ["src/pages/vendors.ts"] }, ...OTHERS)).toEqual([]);
  });

  it("are not one task among many files that happens to share one", () => {
    const many = { ...ADD_SUPPLY, write: [...ADD_SUPPLY.write, "src/a.ts", "src/b.ts"] };
    expect(twinsOf(ADD_NEED, many, ...OTHERS)).toEqual([]);
  });

  it("are found by their titles where nobody knows their texts", () => {
    const tasks = [ADD_NEED, ADD_SUPPLY, ...OTHERS].map(({ id, title, write }) => task(id, { title, write }));
    expect(conflictGraph(tasks).twinPairs).toMatchObject([{ a: "QA-015", b: "QA-016" }]);
  });

  it("may have more different words than a function may have arguments", () => {
    const letters = (number: number) =>
      number.toString(16).replaceAll(/[0-9a-f]/g, (digit) => "bcdfghklmnpqrtvw"[Number.parseInt(digit, 16)] ?? "");
    const words = Array.from({ length: 200_000 }, (_, number) => `${letters(number)}x`).join(" ");
    expect(twinsOf({ ...ADD_NEED, text: words }, { ...ADD_SUPPLY, text: words })).toHaveLength(1);
  });
});

describe("a group of twins", () => {
  const pair = (a: string, b: string, probability = 0.6): TwinPair => ({ a, b, probability, evidence: [`${a} and ${b} are alike`] });
  const byName = (a: string, b: string) => a < b;

  it("proposes to merge the later into the first to start, or to let it go first", () => {
    const [group] = twinGroups([pair("A", "B")], (a, b) => a > b);
    expect(group).toMatchObject({ tasks: ["B", "A"], probability: 0.6, evidence: ["A and B are alike"] });
    expect(group?.proposal).toMatch(/^merge A into B, or let B go first/);
  });

  it("holds three that are all alike; two that are each like a third only are two groups", () => {
    expect(twinGroups([pair("A", "B"), pair("A", "C", 0.5), pair("B", "C")], byName)).toMatchObject([
      { tasks: ["A", "B", "C"], probability: 0.5 },
    ]);
    expect(twinGroups([pair("A", "B"), pair("B", "C")], byName).map(({ tasks }) => tasks)).toEqual([
      ["A", "B"],
      ["B", "C"],
    ]);
  });
});
