import { describe, expect, it } from "vitest";
import { bodies, onMain, readStore, type StoredHistory } from "../../support/history.ts";
import { makeWorkplace, type PlannedTask, runAll } from "../../support/run.ts";

const think = (ms: number) => ({ think: ms });
const edit = (path: string, find: string, replace: string) => ({ edit: path, find, replace });
const LINES = "top\n1\n2\n3\n4\n5\n6\nend\n";

/** Two tasks of a file each, at work side by side. */
function two(first: PlannedTask["steps"], second: PlannedTask["steps"], config: Readonly<Record<string, unknown>> = {}) {
  return makeWorkplace({
    files: { "src/one.txt": LINES, "src/two.txt": LINES },
    tasks: { "QA-001": { writes: ["src/one.txt"], steps: first }, "QA-002": { writes: ["src/two.txt"], steps: second } },
    config,
  });
}

/** The tasks in the order they landed. */
const landings = ({ events }: StoredHistory) =>
  events.flatMap(({ task, body }) => (body.kind === "session-moved" && body.to === "landed" ? [task] : []));
const sessionOf = ({ sessions }: StoredHistory, task: string) => sessions.find((session) => session.task === task)?.id ?? "";

describe("a change that wrote what a session at work holds", () => {
  it("lands behind it, though it was handed in before, and the history says why it waited and why it went on", async () => {
    const place = await two([think(6_000), edit("src/one.txt", "top", "first")], [think(500), edit("src/one.txt", "end", "last")]);
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(0);
    const history = await readStore(place);
    const [holder, mine] = [sessionOf(history, "QA-001"), sessionOf(history, "QA-002")];
    expect(bodies(history, "change-held")).toEqual([{ kind: "change-held", change: `${mine}.1`, holder, path: "src/one.txt" }]);
    expect(bodies(history, "change-freed")).toEqual([
      { kind: "change-freed", change: `${mine}.1`, because: `${holder} has handed in too` },
    ]);
    expect(landings(history)).toEqual(["QA-001", "QA-002"]);
    expect(await onMain(place, "src/one.txt")).toBe("first\n1\n2\n3\n4\n5\n6\nlast\n");
  });

  it("lands when the holder waits for a person", async () => {
    const place = await two([think(3_000), { ask: "Which one?" }], [think(500), edit("src/one.txt", "end", "last")]);
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(1);
    const history = await readStore(place);
    expect(bodies(history, "change-held")).toHaveLength(1);
    expect(bodies(history, "change-freed").map(({ because }) => because)).toEqual([`${sessionOf(history, "QA-001")} is waiting-input`]);
    expect(landings(history)).toEqual(["QA-002"]);
  });

  it("lands when it has waited as long as it may", async () => {
    const steps = [think(12_000), edit("src/one.txt", "top", "first")];
    const limits = { limits: { holderMinutes: 0.02 } };
    const place = await two(steps, [think(500), edit("src/one.txt", "end", "last")], limits);
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(0);
    const history = await readStore(place);
    expect(bodies(history, "change-freed").map(({ because }) => because)).toEqual([`it waited 0 min for ${sessionOf(history, "QA-001")}`]);
    expect(landings(history)).toEqual(["QA-002", "QA-001"]);
  });

  it("does not wait where each wrote what the other holds: whoever hands in first lands first", async () => {
    const place = await two(
      [edit("src/two.txt", "top", "first"), think(7_000), edit("src/one.txt", "top", "first")],
      [think(2_000), edit("src/one.txt", "end", "last"), edit("src/two.txt", "end", "last")],
    );
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(0);
    const history = await readStore(place);
    expect(bodies(history, "change-held")).toEqual([]);
    expect(landings(history)).toEqual(["QA-002", "QA-001"]);
    expect(await onMain(place, "src/two.txt")).toBe("first\n1\n2\n3\n4\n5\n6\nlast\n");
  });
});
