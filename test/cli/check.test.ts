import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { git, writeFiles } from "../support/repository.ts";
import { commitAll, FILES, type Owner, ownersClone, signalbox, signalboxJson } from "./support/signalbox.ts";

const ROADMAP = "docs/roadmaps/MASTER_ROADMAP.md";
const CONTRADICTION = "# Roadmap\n\n- [ ] **QA-001**: Write a\n- [x] **QA-001**: Write a\n";

/** A repository where Eve has left a roadmap that contradicts itself. */
async function contradictory(): Promise<Owner> {
  const owner = await ownersClone();
  await writeFiles(owner.clone, { [ROADMAP]: CONTRADICTION });
  await git(owner.clone, "commit", "-q", "-am", "Mark it", "--author", "Eve <eve@example.test>");
  await git(owner.clone, "push", "-q", "origin", "main");
  return owner;
}

describe("check", () => {
  it("finds what is wrong in the records and whose it is", async () => {
    const { clone } = await contradictory();
    const { code, json } = await signalboxJson(clone, "check");
    expect(code).toBe(1);
    expect(json.findings).toContainEqual(
      expect.objectContaining({ code: "task-done-and-open", task: "QA-001", owner: "Eve", file: ROADMAP, line: 4 }),
    );
    const text = await signalbox(clone, "check");
    expect(text.out).toMatch(/^docs\/roadmaps\/MASTER_ROADMAP\.md:4 {2}task-done-and-open {2}.+; next: Eve mends it$/m);
  });

  it("calls a session stale whose claim nobody renews, and a claimed one not", async () => {
    const { clone } = await ownersClone();
    const { json } = await signalboxJson(clone, "claim", "QA-002");
    const table = ["# Active Sessions", "", "| Session | Task | Agent | Status |", "|---|---|---|---|"];
    const rows = ["Session-20260101-QA-001-00000000", json.claim.session].map(
      (id, index) => `| ${id} | QA-00${index + 1} | Eve | active |`,
    );
    await writeFiles(clone, { "docs/ACTIVE_SESSIONS.md": [...table, ...rows, ""].join("\n") });
    const findings: readonly { readonly code: string; readonly task: string }[] = (await signalboxJson(clone, "check")).json.findings;
    expect(findings.map(({ code, task }) => [code, task])).toEqual([["session-not-renewed", "QA-001"]]);
  });

  it("says nothing of claims where there is no remote, and goes on", async () => {
    const { clone } = await contradictory();
    await git(clone, "remote", "remove", "origin");
    const said = await signalbox(clone, "check");
    expect(said.code).toBe(1);
    expect(said.err).toContain("claims are not looked at");
  });
});

describe("check as a git hook", () => {
  it("is installed once, beside an earlier hook that still runs", async () => {
    const { clone } = await ownersClone();
    const hook = join(clone, ".git/hooks/pre-commit");
    await writeFile(hook, "#!/bin/sh\necho earlier >> ../earlier\n", { mode: 0o755 });
    expect(await signalboxJson(clone, "check", "--install")).toMatchObject({ code: 0, json: { hook: { kind: "chained" } } });
    expect((await signalbox(clone, "check", "--install")).out).toContain("checks the records already");
    await writeFiles(clone, { "src/a.txt": "a\n" });
    await commitAll(clone, "Work");
    expect(await readFile(join(clone, "../earlier"), "utf8")).toBe("earlier\n");
  });

  it("stops the commit that makes the contradiction, and no bystander's", async () => {
    const { clone } = await ownersClone();
    await signalbox(clone, "check", "--install");
    await writeFiles(clone, { [ROADMAP]: CONTRADICTION });
    await expect(commitAll(clone, "Contradict")).rejects.toThrow(/task-done-and-open/);
    await git(clone, "reset", "-q", "--hard");

    const other = await contradictory();
    await signalbox(other.clone, "check", "--install");
    await writeFiles(other.clone, { "src/a.txt": "a\n" });
    await commitAll(other.clone, "Work beside it");
    expect(await signalboxJson(other.clone, "check", "--hook")).toMatchObject({ code: 0, json: { findings: [], blocked: false } });
  });

  it("lets commits pass that it cannot check", async () => {
    const { clone } = await ownersClone({ ...FILES, "signalbox.yaml": "gates: 7\n" });
    await signalbox(clone, "check", "--install");
    await writeFiles(clone, { "src/a.txt": "a\n" });
    await commitAll(clone, "Work");
    expect(await signalbox(clone, "check", "--hook")).toMatchObject({ code: 0, err: expect.stringContaining("skipped") });
  });
});
