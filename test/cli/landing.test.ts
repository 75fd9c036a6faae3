import { describe, expect, it } from "vitest";
import { git, writeFiles } from "../support/repository.ts";
import { anotherClone, commitAll, onMain, ownersClone, signalbox, signalboxJson } from "./support/signalbox.ts";

describe("submit, where no coordinator runs", () => {
  it("lands alone: brings broken work back, lands a part, then the rest, and tells of it afterwards", async () => {
    const owner = await ownersClone();
    const { clone } = owner;
    const { json } = await signalboxJson(clone, "claim", "QA-001");
    await git(clone, "switch", "-q", "-c", json.branch, json.base);
    await writeFiles(clone, { "src/a.txt": "BROKEN\n" });
    await commitAll(clone, "Try");
    const broken = await signalboxJson(clone, "submit", "QA-001");
    expect(broken).toMatchObject({ code: 1, json: { state: "returned", reason: { code: "gate-failed" }, claim: { epoch: 1 } } });
    expect(await onMain(owner, "src/a.txt")).toBeUndefined();

    await writeFiles(clone, { "src/a.txt": "half\n" });
    await commitAll(clone, "Mend");
    const part = await signalbox(clone, "submit", "QA-001", "--part");
    expect(part).toMatchObject({ code: 0, out: expect.stringMatching(/^a part of QA-001 is on main as [0-9a-f]{40}$/) });
    expect(await onMain(owner, "src/a.txt")).toBe("half");
    expect((await signalboxJson(clone, "renew", "QA-001")).json.claim.epoch).toBe(1);

    await writeFiles(clone, { "src/a.txt": "whole\n" });
    await commitAll(clone, "Finish");
    expect(await signalboxJson(clone, "submit", "QA-001")).toMatchObject({ code: 0, json: { state: "landed", reason: null } });
    expect(await onMain(owner, "src/a.txt")).toBe("whole");
    expect(await onMain(owner, "docs/roadmaps/MASTER_ROADMAP.md")).toContain("[x] **QA-001**");

    const status = await signalboxJson(clone, "status");
    expect(status.json).toMatchObject({ running: false, sessions: [{ task: "QA-001", state: "archived" }], queue: [] });
    expect((await signalbox(clone, "status")).out).toMatch(/^QA-001 +archived +\S+@\S+ +unconfined/m);
    const logs = await signalboxJson(clone, "logs", "QA-001");
    expect(logs.json.events.map((event: { body: { kind: string } }) => event.body.kind)).toContain("change-landed");
    expect((await signalbox(clone, "logs", logs.json.session)).out).toContain("landed");
    expect((await signalboxJson(clone, "report")).json.report.metrics.tasks).toMatchObject({ landed: 1, verified: 1, failed: 0 });
    expect((await signalbox(clone, "report", "--markdown")).out).toMatch(/^#+ /m);
  });
});

describe("land", () => {
  it("gates a branch and lands it, or says why not", async () => {
    const owner = await ownersClone();
    const { clone } = owner;
    await git(clone, "switch", "-q", "-c", "feature");
    await writeFiles(clone, { "src/extra.txt": "extra\n" });
    await commitAll(clone, "Extra");
    const landed = await signalboxJson(clone, "land", "feature");
    expect(landed.code).toBe(0);
    expect(landed.json.landed.tree).toBe(await git(owner.remote, "rev-parse", `${landed.json.landed.commit}^{tree}`));
    expect(await onMain(owner, "src/extra.txt")).toBe("extra");
    expect(await signalboxJson(clone, "land", "feature")).toMatchObject({ code: 1, json: { refused: { code: "empty" } } });

    await writeFiles(clone, { "src/extra.txt": "BROKEN\n" });
    await commitAll(clone, "Break");
    const broken = await signalbox(clone, "land", "feature");
    expect(broken).toMatchObject({ code: 1, out: "" });
    expect(broken.err).toMatch(/^signalbox land: feature came back \(gate-failed\)/);
    expect(broken.err).toContain("next: fix it on the branch");
    expect(await onMain(owner, "src/extra.txt")).toBe("extra");
    expect((await signalboxJson(clone, "land", "nothing-there")).json.error.code).toBe("not-found");
  });
});

describe("the how-tos of a landed task", () => {
  it("rollback reverts it through the gates though records landed since, and it can be claimed again elsewhere", async () => {
    const owner = await ownersClone();
    const { clone } = owner;
    await signalbox(clone, "claim", "QA-001");
    await writeFiles(clone, { "src/a.txt": "a\n" });
    await commitAll(clone, "Work");
    expect((await signalbox(clone, "submit", "QA-001")).code).toBe(0);
    expect(await signalboxJson(clone, "claim", "QA-001")).toMatchObject({ code: 3, json: { refused: { code: "landed" } } });
    expect(await signalboxJson(clone, "retry", "QA-001")).toMatchObject({ code: 3, json: { refused: { code: "landed" } } });

    const undone = await signalboxJson(clone, "rollback", "QA-001", "--reason", "it was wrong");
    expect(undone).toMatchObject({ code: 0, json: { task: { id: "QA-001" }, message: "QA-001 is reverted on main and open again" } });
    expect(await onMain(owner, "src/a.txt")).toBeUndefined();
    expect(await onMain(owner, "docs/roadmaps/MASTER_ROADMAP.md")).toContain("[ ] **QA-001**");
    const again = await signalboxJson(await anotherClone(owner), "claim", "QA-001");
    expect(again.code).toBe(0);
    expect(again.json.claim.epoch).toBeGreaterThan(1);
  });

  it("rollback, abort and retry say when there is nothing to do, and drop takes a task off the list", async () => {
    const { clone } = await ownersClone();
    expect(await signalboxJson(clone, "rollback", "QA-001")).toMatchObject({ code: 3, json: { refused: { code: "not-holder" } } });
    expect(await signalboxJson(clone, "abort", "QA-001")).toMatchObject({ code: 3, json: { refused: { code: "not-holder" } } });
    expect(await signalboxJson(clone, "drop", "QA-001", "--reason", "not wanted")).toMatchObject({
      code: 0,
      json: { task: { id: "QA-001" }, message: "QA-001 is dropped: not wanted" },
    });
    expect(await signalbox(clone, "retry", "QA-001")).toMatchObject({ code: 0, out: expect.stringContaining("QA-001 is open again") });
  });
});
