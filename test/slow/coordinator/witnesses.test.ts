import { describe, expect, it } from "vitest";
import { findDamage } from "../../support/damage.ts";
import { bodies, onMain, readStore } from "../../support/history.ts";
import { git, writeFiles } from "../../support/repository.ts";
import { makeWorkplace, pushAll, runAll } from "../../support/run.ts";

const STORE = "src/store.txt";
/** What the first task does, and a later one that undoes it: nobody's own check notices. */
const WORK = [{ write: STORE, content: "total\nreport\n" }];

function place(undoing: string, more: Readonly<Record<string, unknown>> = {}) {
  return makeWorkplace({
    files: { [STORE]: "total\n" },
    tasks: {
      "QA-001": { writes: [STORE], steps: WORK },
      "QA-002": { writes: [STORE], after: ["QA-001"], steps: [{ write: STORE, content: undoing }] },
    },
    config: {
      acceptance: { tasks: { "QA-001": `grep -q report ${STORE}`, "QA-002": `grep -q bill ${STORE}` } },
      limits: { returns: 0 },
      ...more,
    },
  });
}

describe("the witness of landed work", () => {
  it("returns a change that silently undoes a landed task, and says whose work it is", async () => {
    const workplace = await place("total\nbill\n");
    const { exitCode } = await runAll(workplace);
    expect(exitCode).toBe(1);
    const history = await readStore(workplace);
    const [returned, ...more] = bodies(history, "change-returned");
    expect(more).toEqual([]);
    expect(returned?.reason.code).toBe("gate-failed");
    expect(returned?.reason.message).toContain("got a change that undoes QA-001");
    expect(await onMain(workplace, STORE)).toBe("total\nreport\n");
    expect(await findDamage(workplace)).toEqual([]);
  });

  it("lets a change land that keeps it, having asked once more", async () => {
    const workplace = await place("total\nreport\nbill\n");
    expect((await runAll(workplace)).exitCode).toBe(0);
    const history = await readStore(workplace);
    const asked = bodies(history, "gate-run").filter(
      ({ gate, changes }) => gate === "acceptance:QA-001" && changes.some((id) => id.includes("QA-002")),
    );
    expect(asked).toMatchObject([{ passed: true }]);
  });

  it("counts no more once it does not pass on main either", async () => {
    const workplace = await place("total\nbill\n");
    expect((await runAll(workplace, "--only", "QA-001")).exitCode).toBe(0);
    await git(workplace.clone, "pull", "--quiet", "origin", "main");
    await writeFiles(workplace.clone, { [STORE]: "total\n" });
    await pushAll(workplace.clone, "An owner takes the report out");
    expect((await runAll(workplace)).exitCode).toBe(0);
    const notes = bodies(await readStore(workplace), "note").map(({ text }) => text);
    expect(notes).toContain("acceptance:QA-001 does not pass on main any more; it is no witness from now on");
    expect(await onMain(workplace, STORE)).toBe("total\nbill\n");
  });

  it("asks nothing where no witnesses are wanted", async () => {
    const workplace = await place("total\nbill\n", { landing: { witnesses: 0 } });
    expect((await runAll(workplace)).exitCode).toBe(0);
    expect(await onMain(workplace, STORE)).toBe("total\nbill\n");
  });
});
