import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findSandbox } from "../../../src/agents/find-sandbox.ts";
import { findDamage } from "../../support/damage.ts";
import { bodies, onMain, readStore } from "../../support/history.ts";
import { writeFiles } from "../../support/repository.ts";
import { makeWorkplace, runAll } from "../../support/run.ts";

/** Not below `/tmp`, where a box shows nothing anyway. */
const PLACE = join(import.meta.dirname, "../../../.tmp");

async function place(own: Readonly<Record<string, unknown>> = {}) {
  await mkdir(PLACE, { recursive: true });
  const checks = await mkdtemp(join(PLACE, "checks-"));
  onTestFinished(() => rm(checks, { recursive: true }));
  await writeFiles(checks, { "one.sh": '. "$(dirname "$0")/support.sh"; has one', "support.sh": 'has() { grep -q "$1" src/work.txt; }' });
  const command = ["sh", join(checks, "one.sh")];
  const workplace = await makeWorkplace({
    files: { "src/work.txt": "start\n", "src/seen.txt": "" },
    tasks: {
      "QA-001": {
        writes: ["src/work.txt", "src/seen.txt"],
        steps: [
          { write: "src/work.txt", content: "half\n" },
          { part: "Half of it" },
          { run: ["sh", "-c", `cat ${checks}/one.sh > src/seen.txt || true`] },
          { write: "src/work.txt", content: "one\n" },
        ],
      },
      "QA-002": { writes: ["src/work.txt"], after: ["QA-001"], steps: [] },
      "QA-003": { writes: ["src/work.txt"], after: ["QA-002"], steps: [{ write: "src/work.txt", content: "one\nthree\n" }] },
    },
    config: {
      acceptance: { outside: [checks], tasks: { "QA-001": command, "QA-002": command, "QA-003": "grep -q three src/work.txt" } },
      ...own,
    },
  });
  return workplace;
}

describe("checks outside the repository", () => {
  it("prove tasks, parts before them, twins and witnesses, and no agent in a box sees them", async ({ skip }) => {
    const { confined, because } = await findSandbox("auto");
    if (!confined) skip(because);
    const workplace = await place();
    const { exitCode, report } = await runAll(workplace);
    expect(exitCode).toBe(0);
    expect(report.tasks.map(({ task, outcome }) => `${task} ${outcome}`).sort()).toEqual([
      "QA-001 verified",
      "QA-002 done-by",
      "QA-003 verified",
    ]);
    expect(await onMain(workplace, "src/seen.txt")).toBe("");
    const history = await readStore(workplace);
    const asked = bodies(history, "gate-run").filter(({ gate, passed }) => gate === "acceptance:QA-001" && passed);
    expect(asked.some(({ changes }) => changes.some((id) => id.includes("QA-003")))).toBe(true);
    expect(await findDamage(workplace)).toEqual([]);
  });

  it("that are not there are missed before anything starts", async () => {
    const workplace = await place({ acceptance: { outside: ["/no/such/checks"] } });
    const { exitCode, printed } = await runAll(workplace).catch((error: Error) => ({ exitCode: 2, printed: error.message }));
    expect(exitCode).toBe(2);
    expect(printed).toContain("expected a file or directory at /no/such/checks, got nothing");
  });
});
