import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ScriptStep } from "../../../src/agents/script.ts";
import { fileIdentity, hunkIdentity } from "../../../src/landing/resolve/remembered/conflict-identity.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { systemClock } from "../../../src/system/clock.ts";
import { startMortal } from "../../support/crash.ts";
import { findDamage } from "../../support/damage.ts";
import { bodies, onMain, readStore, stateRoot } from "../../support/history.ts";
import { gathered, letGo, MEET } from "../../support/meeting.ts";
import { makeWorkplace, type PlannedTask, runAll, signalbox, type Workplace } from "../../support/run.ts";

const code = (name: string, calls: readonly string[]) => `// ${name}\nstart();\n${calls.map((call) => `${call}();\n`).join("")}end();\n`;

/**
 * Two tasks that begin on one main and change one line of a file nobody said they would touch: one calls `one`, the other
 * `two`. Whoever comes back writes the call or calls of `kept` there.
 */
function meeting(
  ids: readonly string[],
  path: string,
  { kept = ["one", "two"], again = "" }: { kept?: readonly string[]; again?: string } = {},
) {
  const calls = ["one", "two"];
  return Object.fromEntries(
    ids.map((id, index): [string, PlannedTask] => {
      const own: ScriptStep = { run: ["sed", "-i", `s/^step();/${calls[index]}();/`, path], must: true, attempts: [1] };
      const both: ScriptStep = { write: path, content: code(path, kept) + again, attempts: [2] };
      return [id, { writes: [`src/${id}.txt`], steps: [MEET, { write: `src/${id}.txt`, content: `${id}\n` }, own, both] }];
    }),
  );
}

const FIRST = ["QA-001", "QA-002"];
const SECOND = ["QA-003", "QA-004"];
const PLACE = hunkIdentity({ ours: ["one();\n"], theirs: ["two();\n"] });
const [A, B] = ["src/a.ts", "src/b.ts"];
const FILES = { [A]: code(A, ["step"]), [B]: code(B, ["step"]) };

/** Runs two tasks that are at work at the same time. */
async function runTogether(place: Workplace, tasks: readonly string[]) {
  const running = runAll(place, "--agents", "2", "--only", tasks.join(","));
  await letGo(await gathered(place, 2));
  return running;
}

async function remembered(place: Workplace, keys: readonly string[]): Promise<number> {
  const store = await openStore(join(await stateRoot(place), "store.sqlite"), { clock: systemClock });
  try {
    return (await store.rememberedResolutions(keys)).length;
  } finally {
    await store.close();
  }
}

/** How much is remembered of the conflicts over which changes came back. */
async function rememberedOf(place: Workplace): Promise<number> {
  const met = bodies(await readStore(place), "change-returned").flatMap(({ reason }) => reason.conflicts ?? []);
  expect(met).not.toEqual([]);
  return remembered(place, met.map(fileIdentity));
}

// Each of them runs two agents into each other, most of them twice.
describe("a conflict that an agent resolved", { timeout: 180_000 }, () => {
  it("is resolved the same way when other tasks meet it in another file, without another turn", async () => {
    const place = await makeWorkplace({ files: FILES, tasks: { ...meeting(FIRST, A), ...meeting(SECOND, B) } });
    expect((await runTogether(place, FIRST)).exitCode).toBe(0);
    const { exitCode, report } = await runTogether(place, SECOND);
    expect(exitCode).toBe(0);
    expect(await Promise.all([A, B].map((path) => onMain(place, path)))).toEqual([A, B].map((path) => code(path, ["one", "two"])));
    const history = await readStore(place);
    expect(bodies(history, "change-returned").map(({ reason }) => [reason.code, reason.files])).toEqual([["conflict", [A]]]);
    const resolved = bodies(history, "conflict-resolved").flatMap(({ resolutions = [] }) => resolutions);
    expect(resolved).toMatchObject([{ path: B, rung: "remembered", decided: expect.stringContaining("as it was resolved before, in ") }]);
    expect(report.metrics.conflicts.map(({ files, resolvedBy }) => [files, resolvedBy])).toContainEqual([
      [B],
      `resolved while landing: ${B} (remembered)`,
    ]);
    expect(await findDamage(place)).toEqual([]);
  });

  it("comes back, and is forgotten, when the same answer does not pass elsewhere", async () => {
    const place = await makeWorkplace({
      files: { ...FILES, "check.sh": `! grep -q two ${B} || ! grep -q one ${B} || grep -q again ${B}\n` },
      tasks: { ...meeting(FIRST, A), ...meeting(SECOND, B, { again: "again();\n" }) },
    });
    expect((await runTogether(place, FIRST)).exitCode).toBe(0);
    expect((await runTogether(place, SECOND)).exitCode).toBe(0);
    const returned = bodies(await readStore(place), "change-returned").map(({ reason }) => reason);
    expect(returned).toMatchObject([
      { code: "conflict", files: [A] },
      { code: "conflict", files: [B], evidence: expect.stringContaining(`${B} (remembered): as it was resolved before`) },
    ]);
    expect(returned[1]?.evidence).toContain("check said:");
    expect(await remembered(place, [PLACE])).toBe(0);
    expect(await onMain(place, B)).toContain("again();");
  });

  it("comes back, and is forgotten, when the same answer would take away what another task landed elsewhere", async () => {
    const place = await makeWorkplace({ files: FILES, tasks: { ...meeting(FIRST, A, { kept: ["both"] }), ...meeting(SECOND, B) } });
    expect((await runTogether(place, FIRST)).exitCode).toBe(0);
    expect((await runTogether(place, SECOND)).exitCode).toBe(0);
    expect(await onMain(place, A)).toBe(code(A, ["both"]));
    const returned = bodies(await readStore(place), "change-returned").map(({ reason }) => [reason.code, reason.files]);
    expect(returned).toEqual([
      ["conflict", [A]],
      ["stale-base", [B]],
    ]);
    expect(await remembered(place, [PLACE])).toBe(0);
    expect(await onMain(place, B)).toBe(code(B, ["one", "two"]));
  });

  it("is forgotten when the landing that resolved it is taken back", async () => {
    const place = await makeWorkplace({ files: FILES, tasks: meeting(FIRST, A) });
    expect((await runTogether(place, FIRST)).exitCode).toBe(0);
    expect(await rememberedOf(place)).toBe(1);
    const later = (await readStore(place)).changes.findLast(({ state }) => state === "landed")?.task ?? "";
    expect((await signalbox(place, "rollback", later)).exitCode).toBe(0);
    expect(await rememberedOf(place)).toBe(0);
  });

  it("teaches nothing when what resolves it does not land", async () => {
    const place = await makeWorkplace({
      files: FILES,
      tasks: meeting(FIRST, A, { again: "BROKEN();\n" }),
      config: { limits: { returns: 1 } },
    });
    expect((await runTogether(place, FIRST)).exitCode).toBe(1);
    expect(bodies(await readStore(place), "change-returned").map(({ reason }) => reason.code)).toEqual(["conflict", "gate-failed"]);
    expect(await rememberedOf(place)).toBe(0);
  });

  it("has landed, and nothing else is lost, when a crash comes before it is remembered", async () => {
    const place = await makeWorkplace({ files: FILES, tasks: meeting(FIRST, A) });
    const mortal = startMortal(place, 2, { when: "before", fact: "resolutions-remembered", nth: 1 });
    await letGo(await gathered(place, 2));
    expect(await mortal.ended).toBe("SIGKILL");
    expect(await onMain(place, A)).toBe(code(A, ["one", "two"]));
    const { exitCode } = await runAll(place, "--agents", "2");
    expect(exitCode).toBe(0);
    expect((await readStore(place)).changes.map(({ state }) => state).sort()).toEqual(["landed", "landed", "returned"]);
    expect(await findDamage(place)).toEqual([]);
  });
});
