import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { bodies, readStore } from "../../support/history.ts";
import { acceptNine, NINE } from "../demo/support/nine-tasks.ts";
import { playDemo } from "../demo/support/play-demo.ts";
import { workersHere } from "./at-work.ts";

const PROGRAMS = [...new Set((await workersHere()).map(([, { program }]) => program))];
/** codex asks before no edit. */
const ASKS_NOBODY: ReadonlySet<string> = new Set(["codex"]);

describe.each(PROGRAMS)("npm run demo -- --agent %s", (program) => {
  it("gets the nine tasks done by the real program, through its crash, a killed coordinator and a foreign push", async () => {
    const { output, clone, state, report } = await playDemo(["--agent", program], 1_200_000);
    const done = report.tasks.filter(({ outcome }) => outcome === "verified" || outcome === "done-by").map(({ task }) => task);
    expect(done.sort(), output).toEqual([...NINE, "REPAIR"].sort());
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
