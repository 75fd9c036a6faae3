import { describe, expect, it } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, mainTips, onMain, readStore } from "../support/history.ts";
import { git } from "../support/repository.ts";
import { makeWorkplace, runAll, type Workplace } from "../support/run.ts";

const BROKEN = { "src/broken.txt": "BROKEN\n" };

/** Two tasks that need a main that builds, and each would have repaired it in passing. */
const BOTH_WOULD_REPAIR = {
  "QA-001": {
    writes: ["src/one.txt"],
    steps: [{ write: "src/one.txt", content: "one\n" }, { run: ["sed", "-i", "s/BROKEN/mended by QA-001/", "src/broken.txt"] }],
  },
  "QA-002": {
    writes: ["src/two.txt"],
    steps: [{ write: "src/two.txt", content: "two\n" }, { run: ["sed", "-i", "s/BROKEN/mended by QA-002/", "src/broken.txt"] }],
  },
};

/** What happened, in order: agents that started and changes that landed, by task. */
async function course(place: Workplace): Promise<readonly string[]> {
  const { events } = await readStore(place);
  return events.flatMap(({ task, body }) =>
    body.kind === "agent-started" || body.kind === "change-landed" ? [`${body.kind} ${task ?? ""}`.trim()] : [],
  );
}

describe("failure 1: nine agents launched on a main that did not build", () => {
  it("on a red main no agent starts, nothing is claimed, main stays, and the failing gate is named", async () => {
    const place = await makeWorkplace({ files: BROKEN, tasks: BOTH_WOULD_REPAIR });
    const before = await mainTips(place);
    const { exitCode, report } = await runAll(place, "--agents", "2");
    expect(exitCode).toBe(1);
    expect(report.run.outcome).toBe("red-main");
    expect(report.run.reason).toContain("check");
    const history = await readStore(place);
    expect(history.sessions).toEqual([]);
    expect(bodies(history, "main-checked").at(-1)).toMatchObject({ healthy: false, gate: "check" });
    expect(bodies(history, "main-checked").at(-1)?.detail).toContain("src/broken.txt");
    expect(await git(place.remote, "for-each-ref", "refs/signalbox/claims")).toBe("");
    expect(await mainTips(place)).toEqual(before);
  });

  it("with --repair one visible task mends main alone before anything else starts, so nobody collides over it", async () => {
    const place = await makeWorkplace({ files: BROKEN, tasks: BOTH_WOULD_REPAIR });
    const { exitCode, report } = await runAll(place, "--agents", "2", "--repair", "sed -i s/BROKEN/mended/ src/broken.txt");
    expect(exitCode).toBe(0);
    const [first, second, ...later] = await course(place);
    expect([first, second]).toEqual(["agent-started REPAIR", "change-landed REPAIR"]);
    expect(later.filter((step) => step.startsWith("agent-started")).toSorted()).toEqual(["agent-started QA-001", "agent-started QA-002"]);
    expect(report.tasks.map(({ task }) => task)).toContain("REPAIR");
    expect(await onMain(place, "src/broken.txt")).toBe("mended\n");
    expect(report.metrics.conflicts).toEqual([]);
    expect(await findDamage(place)).toEqual([]);
  });

  it("a repair that does not mend main lands nothing and launches nothing", async () => {
    const place = await makeWorkplace({ files: BROKEN, tasks: BOTH_WOULD_REPAIR });
    const before = await git(place.remote, "rev-parse", "main");
    const { exitCode, report } = await runAll(place, "--repair", "echo tried >src/tried.txt");
    expect(exitCode).toBe(1);
    expect(report.run.outcome).toBe("red-main");
    const history = await readStore(place);
    expect(history.sessions.map(({ task, state }) => `${task} ${state}`)).toEqual(["REPAIR failed"]);
    expect(await git(place.remote, "rev-parse", "main")).toBe(before);
    expect(await findDamage(place)).toEqual([]);
  });
});
