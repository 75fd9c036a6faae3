import { expect, it } from "vitest";
import { makeWorkplace, signalbox, startSignalbox } from "../support/run.ts";
import { until } from "../support/until.ts";

it("a plan made while a run is under way counts what is left of what its agents work on, and says so", async () => {
  const place = await makeWorkplace({
    tasks: {
      "QA-001": { writes: ["src/one.txt"], steps: [{ think: 60_000 }, { write: "src/one.txt", content: "one\n" }] },
      "QA-002": { writes: ["src/two.txt"], steps: [{ write: "src/two.txt", content: "two\n" }] },
    },
  });
  const plan = async () => JSON.parse((await signalbox(place, "plan", "--json")).printed);
  expect((await plan()).notes.join()).not.toContain("under way");
  startSignalbox(place, "run", "--agents", "1", "--only", "QA-001");
  const status = async () => JSON.parse((await signalbox(place, "status", "--json")).printed);
  await until(async () => (await status()).sessions?.some((one: { state: string }) => one.state === "working"), {
    what: "a working session",
  });
  const later = await plan();
  expect(later.notes).toContainEqual(expect.stringMatching(/^under way: QA-001 for 0 h; the forecast counts what is left/));
  expect(later.timeline.perTask.map(({ task }: { task: string }) => task).toSorted()).toEqual(["QA-001", "QA-002"]);
});
