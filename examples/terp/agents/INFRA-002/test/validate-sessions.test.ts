import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";

const SCRIPT = join(import.meta.dirname, "../scripts/validate-sessions.ts");

function validate(roadmap: string, sessions: string, ...args: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), "terp-sessions-"));
  try {
    mkdirSync(join(root, "docs/roadmaps"), { recursive: true });
    writeFileSync(join(root, "docs/roadmaps/MASTER_ROADMAP.md"), roadmap);
    writeFileSync(join(root, "docs/ACTIVE_SESSIONS.md"), sessions);
    const result = spawnSync(process.execPath, [SCRIPT, "--root", root, ...args], { encoding: "utf8" });
    return { code: result.status, output: result.stdout };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const STALE = "- QA-1: Session-20251114-QA-1-aaaa1111 (2025-11-14)\n";

describe("the session validator", () => {
  it("finds the session of a finished task", () => {
    const { code, output } = validate("### QA-1: Title\n\n**Status:** ✅ Complete | **Effort:** 2h\n", STALE);
    assert.equal(code, 1);
    assert.match(output, /^done-but-active QA-1 Session-20251114-QA-1-aaaa1111 owner unknown$/m);
  });
  it("does not read incomplete as complete", () => {
    assert.equal(validate("### QA-1: Title\n\n**Status:** INCOMPLETE\n", STALE).code, 0);
  });
  it("leaves the sections of finished sessions alone", () => {
    assert.equal(validate("- [x] **QA-1: Title**\n", `## ✅ Completed Recently\n\n${STALE}`).code, 0);
  });
  it("never blocks a commit", () => {
    const { code, output } = validate("- [x] **QA-1: Title**\n", STALE, "--hook");
    assert.equal(code, 0);
    assert.match(output, /done-but-active/);
  });
});
