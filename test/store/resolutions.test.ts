import { expect, it } from "vitest";
import { RESOLUTIONS_MAX } from "../../src/store/operations/resolutions.ts";
import { testStore } from "./support.ts";

const one = (key: string, commit = "1".repeat(40), blob = "b".repeat(40)) => ({ key, blob, commit });

it("a resolution is found by what names its conflict; a later one of the same conflict replaces it", async () => {
  const { store } = await testStore();
  await store.rememberResolutions([one("file it's; drop table"), one("hunk b")]);
  await store.rememberResolutions([one("hunk b", "2".repeat(40))]);
  expect(await store.rememberedResolutions(["hunk b", "file it's; drop table", "hunk never"])).toEqual(
    expect.arrayContaining([one("hunk b", "2".repeat(40)), one("file it's; drop table")]),
  );
  expect(await store.rememberedResolutions(["hunk never"])).toEqual([]);
  expect(await store.rememberedResolutions([])).toEqual([]);
});

it("resolutions are forgotten by conflict, or with the landing that taught them", async () => {
  const { store } = await testStore();
  const [bad, good] = ["1".repeat(40), "2".repeat(40)];
  await store.rememberResolutions([one("a", bad), one("b", bad), one("c", good), one("d", good)]);
  await store.forgetResolutions({ commit: bad });
  await store.forgetResolutions({ keys: ["d", "never"] });
  expect(await store.rememberedResolutions(["a", "b", "c", "d"])).toEqual([one("c", good)]);
});

it("memory has a bound: the resolutions learned longest ago go first, and one learned again is as good as new", async () => {
  const { store, clock } = await testStore();
  await store.rememberResolutions([one("oldest"), one("again")]);
  clock.advance(1_000);
  await store.rememberResolutions([one("old")]);
  clock.advance(1_000);
  await store.rememberResolutions([one("again")]);
  clock.advance(1_000);
  const many = Array.from({ length: RESOLUTIONS_MAX - 2 }, (_, index) => one(`new ${index}`));
  await store.rememberResolutions(many);
  const left = await store.rememberedResolutions(["oldest", "old", "again", ...many.map(({ key }) => key)]);
  expect(left).toHaveLength(RESOLUTIONS_MAX);
  expect(left.map(({ key }) => key)).not.toContain("oldest");
  await store.rememberResolutions([one("newest")]);
  expect((await store.rememberedResolutions(["old", "again", "newest"])).map(({ key }) => key).sort()).toEqual(["again", "newest"]);
});
