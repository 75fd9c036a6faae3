import { describe, expect, it } from "vitest";
import { fetchBranch } from "../../src/git/fetch-branch.ts";
import { listRefs } from "../../src/git/refs.ts";
import { classifyMain } from "../../src/landing/classify-main.ts";
import { git } from "../support/repository.ts";
import { candidateOf, commitFiles, foreignPush, landingSite, workOf } from "./support/landing-site.ts";

const nobody = () => false;

describe("how main moved", () => {
  it("tells unchanged, first seen, ours and foreign apart", async () => {
    const { cache, start } = await landingSite({ "a.txt": "a\n" });
    const { tip } = await candidateOf(cache, start, [
      await workOf(cache, "QA-001", start, { "1.txt": "1\n" }),
      await workOf(cache, "QA-002", start, { "2.txt": "2\n" }),
    ]);
    const foreign = await commitFiles(cache, tip, { "b.txt": "b\n" });
    const top = await commitFiles(cache, foreign, { "c.txt": "c\n" });
    const isOurs = (commit: string) => commit === tip;
    expect(await classifyMain(cache, { lastKnown: start, now: start, isOurs })).toEqual({ kind: "unchanged" });
    expect(await classifyMain(cache, { lastKnown: null, now: start, isOurs })).toEqual({ kind: "foreign", commits: [] });
    expect(await classifyMain(cache, { lastKnown: start, now: tip, isOurs })).toEqual({ kind: "ours" });
    expect(await classifyMain(cache, { lastKnown: start, now: top, isOurs })).toEqual({ kind: "foreign", commits: [foreign, top] });
  });

  it("keeps a rewound main under salvage, once, before anyone decides anything", async () => {
    const site = await landingSite({ "a.txt": "a\n" });
    const lost = await foreignPush(site, "b.txt", "precious\n");
    await fetchBranch(site.cache, site.remote, "main");
    await git(site.clone, "reset", "-q", "--hard", site.start);
    await git(site.clone, "push", "-q", "--force", "origin", "main");
    const now = await fetchBranch(site.cache, site.remote, "main");
    const sighting = { lastKnown: lost, now, isOurs: nobody };
    const first = await classifyMain(site.cache, sighting);
    expect(first).toEqual({ kind: "rewound", salvage: "refs/signalbox/salvage/main/1" });
    expect(await classifyMain(site.cache, sighting)).toEqual(first);
    expect(await listRefs(site.cache, "refs/signalbox/salvage/main/")).toEqual(new Map([["refs/signalbox/salvage/main/1", lost]]));
    const other = await commitFiles(site.cache, site.start, { "c.txt": "c\n" });
    const second = await classifyMain(site.cache, { lastKnown: other, now, isOurs: nobody });
    expect(second).toEqual({ kind: "rewound", salvage: "refs/signalbox/salvage/main/2" });
  });
});
