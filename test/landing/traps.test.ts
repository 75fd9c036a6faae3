import { describe, expect, it } from "vitest";
import { build, changeOf, commitFiles, fileAt, landingSite, toLand, workOf } from "./support/landing-site.ts";

/** What users of other tools reported of their landings; the numbers are those of the reports. */
describe("traps that others fell into", () => {
  it("two agents make the same new file (proletariat#614): the second gets it back with both versions, nothing is overwritten", async () => {
    const { cache, start } = await landingSite({ "a.txt": "a\n" });
    const first = await workOf(cache, "QA-001", start, { "src/api.ts": "export const one = 1;\n" });
    const second = await workOf(cache, "QA-002", start, { "src/api.ts": "export const two = 2;\n" });
    const { candidate } = await build(cache, start, [first]);
    const { candidate: none, returned } = await build(cache, candidate?.tip ?? "", [second]);
    expect(none).toBeNull();
    expect(returned).toMatchObject([{ reason: { code: "conflict", files: ["src/api.ts"] } }]);
    for (const part of ["const one", "const two"]) expect(returned[0]?.reason.evidence).toContain(part);
  });

  it("an old branch brings archived files back (gsd#1756): what it did not touch stays away, what it did comes back to its agent", async () => {
    const { cache, start } = await landingSite({ "plan/old.md": "old plan\n", "plan/new.md": "new plan\n" });
    const main = await commitFiles(cache, start, { "plan/old.md": null, "archive/old.md": "old plan\n" });
    const untouched = await workOf(cache, "QA-001", start, { "plan/new.md": "newer plan\n" });
    const { candidate } = await build(cache, main, [untouched]);
    expect(await fileAt(cache, candidate?.tip ?? "", "plan/old.md")).toBeUndefined();
    const copied = toLand(changeOf("QA-002", start, await commitFiles(cache, main, { "plan/old.md": "old plan\n" })));
    expect((await build(cache, main, [copied])).returned).toMatchObject([{ reason: { code: "stale-base", files: ["plan/old.md"] } }]);
  });

  it("a conflict is resolved by dropping one side (overstory#84): the merge that keeps only its own text is returned with what it loses", async () => {
    const { cache, start } = await landingSite({ "README.md": "# App\n\nIntro.\n\nEnd.\n" });
    const main = await commitFiles(cache, start, { "README.md": "# App\n\nIntro.\n\n## Theirs\n\nLanded section.\n\nEnd.\n" });
    const mine = { "README.md": "# App\n\nIntro.\n\n## Mine\n\nMy section.\n\nEnd.\n" };
    const work = await commitFiles(cache, start, mine);
    const dropped = await commitFiles(cache, work, mine, { message: "Merge main\n", parents: [work, main] });
    const { candidate, returned } = await build(cache, main, [toLand(changeOf("QA-001", start, dropped))]);
    expect(candidate).toBeNull();
    expect(returned).toMatchObject([{ reason: { code: "stale-base", files: ["README.md"] } }]);
    expect(returned[0]?.reason.evidence).toContain("- Landed section.");
  });
});
