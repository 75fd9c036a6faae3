import { describe, expect, it } from "vitest";
import { buildRevert } from "../../src/landing/build-revert.ts";
import { build, candidateOf, changeOf, commitFiles, fileAt, landingSite, toLand, workOf } from "./support/landing-site.ts";

const TEXT = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";

async function landed() {
  const { cache, start } = await landingSite({ "a.txt": TEXT, "old.txt": "old\n" });
  const chain = await candidateOf(cache, start, [
    await workOf(cache, "QA-001", start, { "a.txt": TEXT.replace("2", "two"), "new.txt": "new\n", "old.txt": null }),
    await workOf(cache, "QA-002", start, { "a.txt": TEXT.replace("8", "eight") }),
  ]);
  return { cache, main: chain.tip, first: chain.links[0]?.commit ?? "" };
}

describe("reverting a landing", () => {
  it("takes back exactly one landing, keeps what landed after it, and lands like any change", async () => {
    const { cache, main, first } = await landed();
    const revert = await buildRevert(cache, main, first, 0);
    if (revert.kind !== "revert") throw new Error(`expected a revert, got ${revert.kind}`);
    expect(revert.files).toEqual(["a.txt", "new.txt", "old.txt"]);
    expect(revert.subject).toBe('Revert "QA-001: some work"');
    const change = changeOf("QA-001", main, revert.head, { kind: "revert", id: "revert-00000001", subject: revert.subject });
    const { candidate, returned } = await build(cache, main, [toLand(change)]);
    expect(returned).toEqual([]);
    expect(await fileAt(cache, candidate?.tip ?? "", "a.txt")).toBe(TEXT.replace("8", "eight"));
    expect(await fileAt(cache, candidate?.tip ?? "", "new.txt")).toBeUndefined();
    expect(await fileAt(cache, candidate?.tip ?? "", "old.txt")).toBe("old\n");
  });

  it("has nothing to do twice", async () => {
    const { cache, main, first } = await landed();
    const revert = await buildRevert(cache, main, first, 0);
    const head = revert.kind === "revert" ? revert.head : "";
    expect(await buildRevert(cache, head, first, 0)).toEqual({ kind: "nothing" });
  });

  it("asks a person when later work was built on the landing", async () => {
    const { cache, main, first } = await landed();
    const later = await commitFiles(cache, main, { "a.txt": TEXT.replace("2", "two and more") });
    expect(await buildRevert(cache, later, first, 0)).toMatchObject({ kind: "conflict", files: ["a.txt"] });
  });

  it("leaves kept paths as main has them, however much landed there since", async () => {
    const { cache, main, first } = await landed();
    const later = await commitFiles(cache, main, { "a.txt": TEXT.replace("2", "two and more") });
    const revert = await buildRevert(cache, later, first, 0, ["a.txt"]);
    expect(revert).toMatchObject({ kind: "revert", files: ["new.txt", "old.txt"] });
  });
});
