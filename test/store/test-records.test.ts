import { expect, it } from "vitest";
import { TESTS_PER_GATE_MAX } from "../../src/store/operations/test-records.ts";
import { testStore } from "./support.ts";

it("what tests did is added up over runs, and over the gates that run them", async () => {
  const { store } = await testStore();
  await store.recordTests("unit", [
    { id: "a > it's; drop table", outcome: "passed" },
    { id: "b", outcome: "failed" },
  ]);
  await store.recordTests("unit", [{ id: "b", outcome: "flaky" }]);
  await store.recordTests("unit", [
    { id: "b", outcome: "failed" },
    { id: "c", outcome: "passed" },
  ]);
  await store.recordTests("acceptance:QA-001", [{ id: "b", outcome: "passed" }]);
  expect(await store.testRecords(["c", "b", "a > it's; drop table", "never seen"])).toEqual([
    { id: "a > it's; drop table", runs: 1, failures: 0, flakes: 0 },
    { id: "b", runs: 3, failures: 2, flakes: 1 },
    { id: "c", runs: 1, failures: 0, flakes: 0 },
  ]);
  expect(await Promise.all(["unit", "acceptance:QA-001", "lint"].map((gate) => store.countTests(gate)))).toEqual([3, 1, 0]);
  expect(await store.testRecords([])).toEqual([]);
});

it("names that change in every run do not fill the store: the oldest are forgotten", async () => {
  const { store, clock } = await testStore();
  const many = (run: number) =>
    Array.from({ length: 20_000 }, (_, index) => ({ id: `run ${run}, test ${index}`, outcome: "passed" as const }));
  for (let run = 1; run <= 3; run++) {
    await store.recordTests("unit", many(run));
    clock.advance(1_000);
  }
  await store.recordTests("lint", [{ id: "run 1, test 0", outcome: "passed" }]);
  expect(await store.countTests("unit")).toBeLessThanOrEqual(TESTS_PER_GATE_MAX);
  expect(await store.testRecords(["run 3, test 0", "run 1, test 0"])).toEqual([
    { id: "run 1, test 0", runs: 1, failures: 0, flakes: 0 },
    { id: "run 3, test 0", runs: 1, failures: 0, flakes: 0 },
  ]);
});
