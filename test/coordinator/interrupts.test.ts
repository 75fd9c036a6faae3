import { describe, expect, it } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore } from "../support/history.ts";
import { makeWorkplace, runAll, startSignalbox } from "../support/run.ts";
import { until } from "../support/until.ts";

const write = (path: string) => ({ write: path, content: "x\n" });

describe("Ctrl-C", () => {
  it("once: nothing new starts, what runs finishes and lands; the next run does the rest", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": { writes: ["src/a.txt"], steps: [{ say: "Starting." }, { think: 1500 }, write("src/a.txt")] },
        "QA-002": { writes: ["src/b.txt"], steps: [write("src/b.txt")] },
      },
    });
    const run = startSignalbox(place, "run", "--agents", "1");
    await until(() => run.output().includes("working: the workspace is ready"), { what: "an agent at work" });
    run.child.kill("SIGINT");
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain("draining");
    expect(await onMain(place, "src/a.txt")).toBe("x\n");
    expect(await onMain(place, "src/b.txt")).toBeUndefined();
    expect((await runAll(place)).exitCode).toBe(0);
    expect(await onMain(place, "src/b.txt")).toBe("x\n");
    expect(await findDamage(place)).toEqual([]);
  });

  it("twice: agents end now and nothing is lost; the next run goes on in the same workspace", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": {
          writes: ["src"],
          steps: [write("src/half.txt"), { say: "Half." }, { think: 30_000, attempts: [1] }, write("src/rest.txt")],
        },
      },
    });
    const run = startSignalbox(place, "run");
    await until(() => run.output().includes("working: the workspace is ready"), { what: "an agent at work" });
    run.child.kill("SIGINT");
    await until(() => run.output().includes("draining"), { what: "draining" });
    run.child.kill("SIGINT");
    expect(await run.ended).toBe(1);
    expect(await onMain(place, "src/half.txt")).toBeUndefined();
    expect((await runAll(place)).exitCode).toBe(0);
    expect(await onMain(place, "src/half.txt")).toBe("x\n");
    expect(await onMain(place, "src/rest.txt")).toBe("x\n");
    expect(bodies(await readStore(place), "session-opened")).toHaveLength(1);
    expect(await findDamage(place)).toEqual([]);
  });
});
