import { describe, expect, it } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore } from "../support/history.ts";
import { makeWorkplace, runAll } from "../support/run.ts";

describe("promise 5: done means evidence", () => {
  it("neither what an agent says nor how it exits decides: only the acceptance, run by the coordinator on the merged tree", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": {
          writes: ["src/one.txt"],
          acceptance: ["test", "-f", "src/one.txt"],
          steps: [{ claimSuccess: "All done, tests pass, deployed." }],
        },
        "QA-002": {
          writes: ["src/two.txt"],
          acceptance: ["test", "-f", "src/two.txt"],
          steps: [{ write: "src/two.txt", content: "two\n" }, { exit: 3 }],
        },
        "QA-003": {
          writes: ["src/three.txt"],
          acceptance: ["grep", "-q", "right", "src/three.txt"],
          steps: [{ write: "src/three.txt", content: "wrong\n" }, { claimSuccess: "Done." }],
        },
      },
    });
    const { exitCode } = await runAll(place);
    expect(exitCode).toBe(1);
    const history = await readStore(place);
    const ends = history.sessions.map(({ task, state }) => `${task} ${state}`).toSorted();
    expect(ends).toEqual(["QA-001 waiting-input", "QA-002 archived", "QA-003 waiting-input"]);
    expect(await onMain(place, "src/three.txt")).toBeUndefined();
    // Every landing has its own acceptance's pass on its exact tree behind it.
    const [landing] = bodies(history, "change-landed").filter(({ changeKind }) => changeKind === "task");
    const evidence = bodies(history, "gate-run").find(({ gate, tree }) => gate === "acceptance:QA-002" && tree === landing?.tree);
    expect(evidence).toMatchObject({ passed: true });
    expect(await findDamage(place)).toEqual([]);
  });

  it("a task whose acceptance main passes already ends done without an agent, and one with no acceptance never does", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": { writes: ["src/start.txt"], acceptance: ["grep", "-q", "start", "src/start.txt"], steps: [{ exit: 1 }] },
        "QA-002": { writes: ["src/two.txt"], steps: [{ write: "src/two.txt", content: "two\n" }] },
      },
    });
    const { exitCode, report } = await runAll(place);
    expect(exitCode).toBe(0);
    const history = await readStore(place);
    expect(bodies(history, "agent-started")).toHaveLength(1);
    expect(history.sessions.map(({ task }) => task)).toEqual(["QA-002"]);
    expect(report.metrics.tasks).toMatchObject({ landed: 1, doneBy: 1 });
  });
});
