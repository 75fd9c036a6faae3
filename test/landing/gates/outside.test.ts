import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findSandbox } from "../../../src/agents/find-sandbox.ts";
import { runGate } from "../../../src/landing/gates/run-gate.ts";
import { contentHash } from "../../../src/system/content-hash.ts";
import { temporaryDirectory, writeFiles } from "../../support/repository.ts";
import { gate, gateSite, TREE } from "./support/gate-site.ts";

describe("what a gate reads outside the tree", () => {
  it("counts for what is known of a tree: after a change of it the gate runs again", async () => {
    const { context, opened } = await gateSite();
    const checks = await temporaryDirectory();
    await writeFiles(checks, { "check.sh": "true", "support/more.sh": "true" });
    const judged = async () => {
      const outside = { paths: [checks], hash: await contentHash([checks]) };
      return runGate(context, gate(["sh", join(checks, "check.sh")], { outside }), TREE);
    };
    await judged();
    expect(await judged()).toMatchObject({ kind: "passed", cached: true });
    await writeFile(join(checks, "support/more.sh"), "false");
    expect(await judged()).toMatchObject({ kind: "passed", cached: false });
    await rm(join(checks, "support"), { recursive: true });
    expect(await judged()).toMatchObject({ kind: "passed", cached: false });
    expect(opened).toHaveLength(3);
  });

  it("can be read in the box, though it lies where everything is hidden, and not be written", async ({ skip }) => {
    const sandbox = await findSandbox("auto");
    if (!sandbox.confined) skip(sandbox.because);
    const { context } = await gateSite({ sandbox });
    const checks = await temporaryDirectory();
    await writeFiles(checks, { "check.sh": `grep -q content only-file && ! touch ${checks}/mark` });
    const run = ["sh", join(checks, "check.sh")];
    expect(await runGate(context, gate(run), TREE)).toMatchObject({ kind: "failed" });
    const outside = { paths: [checks], hash: await contentHash([checks]) };
    expect(await runGate(context, gate(run, { outside }), TREE)).toMatchObject({ kind: "passed" });
  });

  it("is named by all files and their places, without what lies beside checks and says nothing of them", async () => {
    const checks = await temporaryDirectory();
    await writeFiles(checks, { a: "1", "b/c": "2" });
    const first = await contentHash([checks]);
    await writeFiles(checks, { "node_modules/x": "3", ".git/y": "4" });
    await mkdir(join(checks, "empty"));
    expect(await contentHash([checks])).toBe(first);
    await writeFiles(checks, { "b/d": "" });
    expect(await contentHash([checks])).not.toBe(first);
    expect(await contentHash([join(checks, "a")])).not.toBe(await contentHash([join(checks, "b/c")]));
  });

  it("is missed before anything starts", async () => {
    await expect(contentHash(["/no/such/checks"])).rejects.toMatchObject({
      code: "bad-config",
      message: "expected a file or directory at /no/such/checks, got nothing",
    });
  });
});
