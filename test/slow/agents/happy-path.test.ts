import { describe, expect, it } from "vitest";
import { openOffice, workersHere } from "./at-work.ts";

const SUM_TEST = "node --input-type=module -e \"import { sum } from './src/sum.js'; process.exit(sum(1, 2) === 3 ? 0 : 1)\"";

describe.each(await workersHere())("%s with a scripted model", (_, worker) => {
  it("writes, mends, runs and commits, and leaves nothing running", async () => {
    const { model, desk } = await openOffice(worker);
    const at = await desk();
    const run = await at.start([
      { say: "A note first.", do: { write: "notes/a new.md", content: 'one\n"two"\n' } },
      { do: { read: "src/sum.js" } },
      { say: "Now the sum.", do: { edit: "src/sum.js", find: "a - b", replace: "a + b" } },
      { do: [{ run: `${SUM_TEST} && touch passed` }, { run: "echo side by side > side.txt" }] },
      { do: { run: "git add --all && git commit --quiet --message Mend" } },
      { say: "The sum is mended." },
    ]);
    expect(await run.finished, at.said()).toMatchObject({ reason: "completed" });
    expect(await at.read("notes/a new.md")).toBe('one\n"two"\n');
    expect(await at.read("src/sum.js")).toContain("a + b");
    expect([await at.read("passed"), await at.read("side.txt")]).toEqual(["", "side by side\n"]);
    expect(await at.git("log", "--format=%s")).toBe("Mend\nBegin");
    expect(await at.git("status", "--porcelain")).toBe("");
    expect(at.said()).toContain("The sum is mended.");
    expect(model.requests().flatMap(({ step }) => step ?? [])).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await at.leftRunning()).toEqual([]);
  });

  it("works eight at a time on one model server, each on its own task", async () => {
    const { desk } = await openOffice(worker);
    const desks = await Promise.all(Array.from({ length: 8 }, desk));
    const runs = desks.map(async (at, index) => {
      const { finished } = await at.start([{ do: { write: "mine.txt", content: `${index}\n` } }, { say: `Done with ${index}.` }]);
      return (await finished).reason;
    });
    expect(await Promise.all(runs)).toEqual(desks.map(() => "completed"));
    expect(await Promise.all(desks.map((at) => at.read("mine.txt")))).toEqual(desks.map((_desk, index) => `${index}\n`));
    expect((await Promise.all(desks.map((at) => at.leftRunning()))).flat()).toEqual([]);
  });
});
