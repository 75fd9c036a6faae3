import { describe, expect, it } from "vitest";
import { openOffice, workersHere } from "./at-work.ts";

describe.each(await workersHere())("%s with a scripted model", (_, worker) => {
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
