import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Report } from "../../../src/records/report.ts";
import { bodies, readStore } from "../../support/history.ts";
import { git } from "../../support/repository.ts";
import { acceptNine, NINE } from "../demo/support/nine-tasks.ts";
import { workersHere } from "./at-work.ts";

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SIGNALBOX = join(ROOT, "bin", "signalbox.js");
const OUTPUT = { timeout: 1_200_000, maxBuffer: 64 * 1024 * 1024 };
const PROGRAMS = [...new Set((await workersHere()).map(([, { program }]) => program))];
/** codex asks before no edit. */
const ASKS_NOBODY: ReadonlySet<string> = new Set(["codex"]);

describe.each(PROGRAMS)("npm run demo -- --agent %s", (program) => {
  it("gets the nine tasks done by the real program, through its crash, a killed coordinator and a foreign push", async () => {
    const { stdout } = await execute("npm", ["run", "--silent", "demo", "--", "--agent", program], { cwd: ROOT, ...OUTPUT });
    const clone = /^repository: (.+)$/m.exec(stdout)?.[1] ?? "";
    const state = /XDG_STATE_HOME=(\S+)/.exec(stdout)?.[1] ?? "";
    await git(clone, "pull", "--quiet");
    const json = await execute(process.execPath, [SIGNALBOX, "report", "--json"], {
      ...{ cwd: clone, env: { ...process.env, XDG_STATE_HOME: state }, ...OUTPUT },
    });
    const report: Report = JSON.parse(json.stdout).report;
    const done = report.tasks.filter(({ outcome }) => outcome === "verified" || outcome === "done-by").map(({ task }) => task);
    expect(done.sort(), stdout).toEqual([...NINE, "REPAIR"].sort());
    await acceptNine(clone);
    // Who asks before it edits was answered by leases alone.
    const { permissions } = report.metrics;
    expect(permissions.neededPerson).toBe(0);
    if (!ASKS_NOBODY.has(program)) expect(permissions.asked).toBeGreaterThan(0);
    const landed = bodies(await readStore({ state }), "change-landed");
    expect(landed.filter(({ change, changeKind }) => changeKind === "part" && change.includes("-DATA-001-")).length).toBeGreaterThan(0);
    const incidents = new Set(report.incidents.map(({ kind }) => kind));
    for (const kind of [
      "red-main",
      "false-success",
      "agent-crash",
      "coordinator-restart",
      "foreign-push",
      "dropped-edit",
      "escape",
    ] as const) {
      expect(incidents).toContain(kind);
    }
    await rm(dirname(clone), { recursive: true, force: true, maxRetries: 5 });
  });
});
