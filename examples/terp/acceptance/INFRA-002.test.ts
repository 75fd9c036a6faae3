import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { runNode, TREE } from "./support/programs.ts";

const ROADMAP = `# Roadmap

### QA-901: Done long ago

**Priority:** P1 | **Status:** ✅ Complete (2025-11-13) | **Effort:** 4h

### QA-902: Looks complete, is not

**Status:** ⚠️ INCOMPLETE - code complete, migration not applied

### QA-903: Open

**Priority:** P2 | **Status:** Not Started | **Effort:** 2h

- [x] **QA-904: Ticked off** (Agent 3)
`;

const TABLE = (...rows: readonly string[]) => `# Active Sessions

| Session ID | Task | Branch | Module | Status | Started | ETA |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
const row = (session: string, task: string) => `| ${session} | ${task} | main | src | 🟢 Active | 2025-11-14 | 4h |`;

async function check(files: Record<string, string>, ...args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "terp-infra-002-"));
  try {
    for (const [path, text] of Object.entries({ "docs/roadmaps/MASTER_ROADMAP.md": ROADMAP, ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await runNode(["scripts/validate-sessions.ts", "--root", folder, ...args]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("INFRA-002: the session validator", () => {
  it("is content with sessions of open tasks", async () => {
    const { code, output } = await check({
      "docs/ACTIVE_SESSIONS.md": TABLE(
        row("Session-20251114-QA-902-aaaa1111", "QA-902: Looks complete"),
        row("Session-20251114-QA-903-bbbb2222", "QA-903"),
      ),
    });
    assert.equal(code, 0, output);
  });
  for (const [task, how] of [
    ["QA-901", "its heading says complete"],
    ["QA-904", "its box is ticked"],
  ] as const) {
    it(`finds the session of a finished task in the table (${how})`, async () => {
      const session = `Session-20251110-${task}-cccc3333`;
      const { code, output } = await check({ "docs/ACTIVE_SESSIONS.md": TABLE(row(session, `${task}: title`)) });
      assert.equal(code, 1, output);
      assert.match(output, new RegExp(`done-but-active.*${task}.*${session}`));
    });
  }
  it("finds it in the folder of active sessions and names the owner", async () => {
    const { code, output } = await check({
      "docs/ACTIVE_SESSIONS.md": TABLE(),
      "docs/sessions/active/Session-20251110-QA-901-dddd4444.md": "# QA-901: Done\n\n**Status:** In Progress\n**Agent:** Agent-07\n",
    });
    assert.equal(code, 1, output);
    assert.match(output, /done-but-active.*QA-901.*dddd4444.*Agent-07/);
  });
  it("finds two sessions of one task", async () => {
    const { code, output } = await check({
      "docs/ACTIVE_SESSIONS.md": `${TABLE(row("Session-20251114-QA-903-eeee5555", "QA-903"))}\n- QA-903: Session-20251115-QA-903-ffff6666 (2025-11-15)\n`,
    });
    assert.equal(code, 1, output);
    assert.match(output, /duplicate-session.*QA-903/);
  });
  it("does not take one session, named in table and file, for two", async () => {
    const session = "Session-20251114-QA-903-eeee5555";
    const { code, output } = await check({
      "docs/ACTIVE_SESSIONS.md": TABLE(row(session, "QA-903")),
      [`docs/sessions/active/${session}.md`]: "# QA-903\n\n**Agent:** Agent-02\n",
    });
    assert.equal(code, 0, output);
  });
  it("reports in the hook but never blocks a bystander", async () => {
    const { code, output } = await check({ "docs/ACTIVE_SESSIONS.md": TABLE(row("Session-20251110-QA-901-cccc3333", "QA-901")) }, "--hook");
    assert.equal(code, 0, output);
    assert.match(output, /done-but-active/);
  });
});

describe("INFRA-002: the way people use it", () => {
  it("is an npm script", () => {
    const scripts: Record<string, string> = JSON.parse(readFileSync(join(TREE, "package.json"), "utf8")).scripts;
    assert.match(scripts["validate:sessions"] ?? "", /scripts\/validate-sessions\.ts/);
  });
  it("is a hook that git can run", () => {
    const hook = join(TREE, ".githooks/pre-commit");
    accessSync(hook, constants.X_OK);
    const { status, stderr } = spawnSync(hook, { cwd: TREE, encoding: "utf8" });
    assert.equal(status, 0, stderr);
  });
  it("is explained", () => {
    assert.match(readFileSync(join(TREE, "docs/SESSION_VALIDATION.md"), "utf8"), /npm run validate:sessions/);
  });
});
