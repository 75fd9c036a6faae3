import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSite } from "../../src/coordinator/site.ts";
import { git } from "../support/repository.ts";
import { anotherClone, ownersClone, signalbox, signalboxJson } from "./support/signalbox.ts";

describe("claiming from two clones", () => {
  it("refuses the second, saying who holds it, until when, and what next", async () => {
    const owner = await ownersClone();
    const another = await anotherClone(owner);
    const first = await signalboxJson(owner.clone, "claim", "QA-001", "--as", "Ann", "--minutes", "30");
    expect(first).toMatchObject({
      code: 0,
      json: { claim: { task: "QA-001", epoch: 1, expiresInMs: 1_800_000 }, branch: "signalbox/QA-001" },
    });
    expect(first.json.claim.session).toMatch(/^Session-\d{8}-QA-001-[0-9a-f]{8}$/);
    expect(first.json.prompt).toContain("Write src/a.txt.");
    expect(first.json.base).toBe(await git(owner.clone, "rev-parse", "HEAD"));

    const second = await signalboxJson(another, "claim", "QA-001", "--as", "Bob");
    expect(second.code).toBe(3);
    expect(second.json.refused).toMatchObject({ code: "held", holder: `Ann (${first.json.claim.session})` });
    expect(second.json.refused.until).toBeGreaterThan(29 * 60_000);
    const text = await signalbox(another, "claim", "QA-001");
    expect(text).toMatchObject({ code: 3, out: "" });
    expect(text.err).toMatch(
      /^signalbox claim: refused: Ann \(.+\) holds it, at least 3\d min more as seen from here; next: take another task/,
    );
  });

  it("lets the holder renew, extend and release, and the next one claim with a higher epoch", async () => {
    const owner = await ownersClone();
    const another = await anotherClone(owner);
    expect((await signalbox(owner.clone, "claim", "QA-001")).out).toMatch(/^QA-001 is yours as Session-\S+ \(epoch 1\), for 480 minutes/);
    expect(await signalbox(owner.clone, "renew", "QA-001")).toEqual({ code: 0, out: "QA-001 is yours for another 480 minutes", err: "" });
    const extended = await signalboxJson(owner.clone, "extend", "QA-001", "docs/a.md", "src/lib");
    expect(extended).toMatchObject({ code: 0, json: { claim: { epoch: 1 }, paths: ["src/a.txt", "docs/a.md", "src/lib"] } });
    expect((await signalboxJson(owner.clone, "renew", "QA-001")).json.claim.epoch).toBe(1);

    await signalboxJson(another, "claim", "QA-002");
    const taken = await signalboxJson(another, "extend", "QA-002", "src/lib/x.ts");
    expect(taken).toMatchObject({
      code: 3,
      json: { refused: { code: "out-of-lease", next: expect.stringContaining("QA-001 holds src/lib") } },
    });
    expect((await signalboxJson(another, "extend", "QA-002", "../x")).json.error.code).toBe("bad-input");

    expect(await signalboxJson(owner.clone, "release", "QA-001")).toMatchObject({ code: 0, json: { claim: { expiresInMs: 0 } } });
    expect(await signalboxJson(another, "claim", "QA-001")).toMatchObject({ code: 0, json: { claim: { epoch: 2 } } });
  });

  it("knows nobody without a credential, and keeps credentials where only their owner can read them", async () => {
    const { clone } = await ownersClone();
    for (const command of ["renew", "submit", "release"]) {
      const { code, json } = await signalboxJson(clone, command, "QA-001");
      expect([code, json.error]).toMatchObject([2, { code: "not-found", next: "signalbox claim QA-001" }]);
    }
    await signalbox(clone, "claim", "QA-001");
    const { state } = await openSite(clone);
    const [file = ""] = await readdir(state.credentials);
    expect((await stat(join(state.credentials, file))).mode & 0o777).toBe(0o600);
    expect(await git(clone, "status", "--porcelain")).toBe("");
    expect((await signalboxJson(clone, "renew", "QA-001", "--session", "Session-20260101-QA-001-00000000")).json.error.code).toBe(
      "not-found",
    );
    expect((await signalboxJson(clone, "claim", "QA-009")).json.error).toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("`QA-009`"),
    });
  });
});
