import { beforeEach, describe, expect, it } from "vitest";
import { loadScript } from "../../../src/agents/script.ts";
import type { Plan } from "../../../src/core/plan.ts";
import { signalbox } from "../../support/run.ts";
import { makeTerp, SCRIPT, TASKS } from "../../support/terp-workspace.ts";

/**
 * The nine-task workspace, planned as its owner would: a real repository of one commit, its prompts and its roadmap, no
 * history to learn from and no word about conflicts. The files beside this one hold what a plan says, without numbers that
 * better predictions change; `npx vitest run test/plan/golden -u` writes them anew.
 */
let plan: (...options: readonly string[]) => Promise<Plan>;

beforeEach(async () => {
  const { root, tree } = await makeTerp({ repaired: false });
  process.env["XDG_STATE_HOME"] = root;
  plan = async (...options) => {
    const { printed, noted } = await signalbox({ clone: tree }, "plan", "--json", ...options);
    expect(noted).toBe("");
    return JSON.parse(printed);
  };
});

/** What is apart, and why, whichever goes first. */
const apart = ({ conflicts }: Plan) => conflicts.map(({ a, b, kind }) => `${[a, b].sort().join(" ")} ${kind}`).sort();

/** The pairs of tasks whose recorded solutions write a common file. */
async function meetings(): Promise<readonly string[]> {
  const written = new Map<string, ReadonlySet<string>>();
  for (const task of TASKS) {
    const steps = await loadScript(SCRIPT, task);
    written.set(task, new Set(steps.flatMap((step) => ("write" in step ? [step.write] : "edit" in step ? [step.edit] : []))));
  }
  const share = (a: string, b: string) => [...(written.get(a) ?? [])].some((path) => written.get(b)?.has(path));
  return TASKS.flatMap((a) => TASKS.filter((b) => a < b && share(a, b)).map((b) => `${a} ${b}`)).sort();
}

function facts({ waves, conflicts, twins, hotFiles, notes, primary, excluded }: Plan): string {
  const plain = (text: string) => text.replaceAll(/ \(0\.\d\d(?: × 0\.\d\d)?\)/g, "");
  return [
    `primary: ${primary ?? "none"}`,
    ...waves.map((wave, index) => `wave ${index + 1}: ${[...wave].sort().join(", ")}`),
    ...conflicts.map(({ kind, reason }) => `${kind}: ${plain(reason)}`),
    ...twins.map(({ tasks, proposal }) => `twins: ${tasks.join(", ")}: ${proposal}`),
    ...hotFiles.map(({ path, tasks }) => `hot: ${path}: ${tasks.join(", ")}`),
    ...notes.map((note) => `note: ${plain(note)}`),
    ...excluded.map(({ task, reason }) => `left out: ${task}: ${reason}`),
    "",
  ].join("\n");
}

describe("a plan of the nine tasks", () => {
  it("orders QA-033 and QA-034, finds the twins QA-015 and QA-016, and runs everything else side by side", async () => {
    const four = await plan("--agents", "4");
    const nine = await plan("--agents", "9");
    for (const each of [four, nine]) {
      expect(apart(each)).toEqual(["QA-015 QA-016 twin", "QA-033 QA-034 same-file"]);
      expect(each.twins.map(({ tasks }) => [...tasks].sort())).toEqual([["QA-015", "QA-016"]]);
    }
    expect(nine.waves.map((wave) => wave.length)).toEqual([7, 2]);
    expect(nine.conflicts.map(({ a, b }) => [a, b].sort().join(" ")).sort(), "no pair waits without need").toEqual(await meetings());
    await expect(facts(four)).toMatchFileSnapshot("terp-4-agents.txt");
    await expect(facts(nine)).toMatchFileSnapshot("terp-9-agents.txt");
  });

  it("around DATA-001 gives it an agent of its own from the first moment to its last, and does the others beside it", async () => {
    const around = await plan("--agents", "3", "--primary", "DATA-001");
    const primary = around.schedule.find(({ task }) => task === "DATA-001");
    expect(primary?.startHours).toBe(0);
    expect(around.schedule.filter(({ agent }) => agent === primary?.agent).map(({ task }) => task)).toEqual(["DATA-001"]);
    expect(around.search.makespanHours).toBe(primary?.endHours);
    expect(apart(around)).toEqual(["QA-015 QA-016 twin", "QA-033 QA-034 same-file"]);
    await expect(facts(around)).toMatchFileSnapshot("terp-around-DATA-001.txt");
  });

  it("around a task that conflicts starts that one, and the other waits for it", async () => {
    const around = await plan("--agents", "4", "--primary", "QA-033");
    expect(around.schedule[0]).toMatchObject({ task: "QA-033", startHours: 0 });
    expect(around.conflicts.map(({ reason }) => reason).join("\n")).toMatch(
      /^QA-034 after QA-033 because both write src\/dashboard\/preferences\.ts/m,
    );
    await expect(facts(around)).toMatchFileSnapshot("terp-around-QA-033.txt");
  });
});
