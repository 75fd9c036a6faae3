import { describe, expect, it } from "vitest";
import { bodies, onMain, readStore, type StoredHistory } from "../../support/history.ts";
import { makeWorkplace, runAll } from "../../support/run.ts";

const think = (ms: number) => ({ think: ms });
const write = (path: string, content = "x\n") => ({ write: path, content });

/** Number of the first event of a task for which `is` holds. */
function seqOf({ events }: StoredHistory, task: string, is: (body: StoredHistory["events"][number]["body"]) => boolean): number {
  return events.find((event) => event.task === task && is(event.body))?.seq ?? Number.NaN;
}

const opened = (history: StoredHistory, task: string) => seqOf(history, task, ({ kind }) => kind === "session-opened");
const landed = (history: StoredHistory, task: string) =>
  seqOf(history, task, (body) => body.kind === "session-moved" && body.to === "landed");

describe("live truth", () => {
  it("a session that strays widens its lease where that is free and is refused where it is not; open tasks wait for it", async () => {
    const place = await makeWorkplace({
      files: { "src/one.txt": "top\n1\n2\n3\n4\n5\n6\nend\n" },
      tasks: {
        // Long enough for the second to land and leave its agent free while the one that strays still works.
        "QA-001": {
          writes: ["src/one.txt"],
          steps: [write("src/two.txt"), think(7_000), { edit: "src/one.txt", find: "top", replace: "first" }],
        },
        "QA-002": { writes: ["src/other.txt"], steps: [think(500), { edit: "src/one.txt", find: "end", replace: "last" }] },
        "QA-003": { writes: ["src/two.txt"], after: ["QA-002"], steps: [write("src/two.txt", "third\n")] },
      },
    });
    const { exitCode, report } = await runAll(place, "--agents", "2");
    const history = await readStore(place);
    const [first, second] = ["QA-001", "QA-002"].map((id) => history.sessions.find(({ task }) => task === id));
    const extended = bodies(history, "lease-extended");
    expect(extended).toHaveLength(2);
    expect(extended).toContainEqual({ kind: "lease-extended", paths: ["src/two.txt"], granted: true, holder: null });
    expect(extended).toContainEqual({ kind: "lease-extended", paths: ["src/one.txt"], granted: false, holder: first?.id });
    expect(second?.note).toBe(`also wrote src/one.txt, held by ${first?.id}: lands after it`);
    expect(bodies(history, "footprint-observed")).toContainEqual({ kind: "footprint-observed", paths: ["src/two.txt"], source: "agent" });
    expect(opened(history, "QA-003")).toBeGreaterThan(landed(history, "QA-001"));
    expect(exitCode).toBe(0);
    expect(await onMain(place, "src/two.txt")).toBe("third\n");
    expect(await onMain(place, "src/one.txt")).toBe("first\n1\n2\n3\n4\n5\n6\nlast\n");
    expect(report.metrics.conflicts).toEqual([]);
  });

  it("a lease narrows when a part lands, and the task that waited for its path starts beside the rest", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": {
          writes: ["src/one.txt", "src/two.txt"],
          steps: [write("src/one.txt"), { part: "First" }, think(7_000), write("src/two.txt")],
        },
        "QA-002": { writes: ["src/one.txt"], steps: [write("src/one.txt", "second\n")] },
      },
    });
    const { exitCode } = await runAll(place, "--agents", "2", "--primary", "QA-001");
    const history = await readStore(place);
    expect(bodies(history, "lease-narrowed")).toEqual([
      { kind: "lease-narrowed", dropped: ["src/one.txt"], kept: ["src/two.txt"], because: "a part with them landed" },
    ]);
    expect(opened(history, "QA-002")).toBeLessThan(landed(history, "QA-001"));
    expect(exitCode).toBe(0);
    expect([await onMain(place, "src/one.txt"), await onMain(place, "src/two.txt")]).toEqual(["second\n", "x\n"]);
  });
});
