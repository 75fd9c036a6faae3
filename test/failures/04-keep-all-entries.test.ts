import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore } from "../support/history.ts";
import { gathered, letGo, MEET } from "../support/meeting.ts";
import { git, writeFiles } from "../support/repository.ts";
import { makeWorkplace, ROADMAP, runAll, SESSIONS, signalbox, type Workplace } from "../support/run.ts";
import { until } from "../support/until.ts";

/** A session table with both tasks in it, as everybody's checkout had it while they were worked on. */
const OLD_TABLE = `# Active Sessions

| Session ID | Task | Agent | Status | Started |
| --- | --- | --- | --- | --- |
| Session-20260101-QA-001-0123abcd | QA-001 | old agent | working | 2026-01-01 |
| Session-20260101-QA-002-0123abcd | QA-002 | old agent | working | 2026-01-01 |
`;
const EMPTY_TABLE = OLD_TABLE.replace(/^\| Session-.*\n/gm, "");

const write = (name: string) => ({ writes: [`src/${name}.txt`], steps: [{ write: `src/${name}.txt`, content: `${name}\n` }] });

async function expectAllFinished(place: Workplace): Promise<void> {
  expect(await onMain(place, SESSIONS)).not.toMatch(/QA-00[12]/);
  expect(await git(place.remote, "ls-tree", "-r", "--name-only", "main", "docs/sessions/active")).toBe("");
  expect((await onMain(place, ROADMAP))?.match(/\*\*Status:\*\* \S+/g)).toEqual(["**Status:** ✅", "**Status:** ✅"]);
}

/** A branch from before the run: all it knows of the records is that everything is still going on. */
async function oldBranch({ root, remote }: Workplace): Promise<string> {
  const clone = join(root, "old-clone");
  await git(root, "clone", "--quiet", remote, clone);
  await git(clone, "switch", "--quiet", "--create", "old-work");
  return clone;
}

describe('failure 4: "keep all entries" on conflict', () => {
  it("an old branch that carries the old table and roadmap lands its work and brings no finished session back", async () => {
    const place = await makeWorkplace({ files: { [SESSIONS]: EMPTY_TABLE }, tasks: { "QA-001": write("one"), "QA-002": write("two") } });
    const old = await oldBranch(place);
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(0);
    const roadmap = (await git(old, "show", `HEAD:${ROADMAP}`)).concat("\n\nAn old note.\n");
    await writeFiles(old, { [SESSIONS]: OLD_TABLE, [ROADMAP]: roadmap, "src/old.txt": "old\n" });
    await writeFiles(old, { "docs/sessions/active/Session-20260101-QA-001-0123abcd.md": "# Session-20260101-QA-001-0123abcd\n" });
    await git(old, "add", "--all");
    await git(old, "commit", "--quiet", "--message", "Old work, with all entries kept");
    const landed = await signalbox({ clone: old }, "land", "old-work");
    expect(landed.exitCode, landed.noted).toBe(0);
    expect(await onMain(place, "src/old.txt")).toBe("old\n");
    await expectAllFinished(place);
    expect(await findDamage(place)).toEqual([]);
  });

  it("an agent that began before the others ended puts the old table back, and nobody rises from it", async () => {
    const place = await makeWorkplace({
      files: { [SESSIONS]: OLD_TABLE },
      tasks: {
        "QA-001": write("one"),
        "QA-002": {
          writes: ["src/two.txt"],
          steps: [
            MEET,
            { write: SESSIONS, content: OLD_TABLE },
            { run: ["sh", "-c", `sed -i 's/Not Started/In Progress/' ${ROADMAP}`] },
            { write: "src/two.txt", content: "two\n" },
          ],
        },
      },
    });
    const running = runAll(place, "--agents", "2");
    const trees = await gathered(place, 1);
    await until(async () => (await onMain(place, "src/one.txt")) !== undefined, { what: "the other's landing", timeoutMs: 60_000 });
    await letGo(trees);
    expect((await running).exitCode).toBe(0);
    await expectAllFinished(place);
    expect(bodies(await readStore(place), "change-returned")).toEqual([]);
    expect(await findDamage(place)).toEqual([]);
  });

  it("a foreign push that restores the old table is put right by the next run, and starts no task again", async () => {
    const place = await makeWorkplace({ files: { [SESSIONS]: EMPTY_TABLE }, tasks: { "QA-001": write("one"), "QA-002": write("two") } });
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(0);
    await git(place.clone, "pull", "--quiet", "--ff-only", "origin", "main");
    await writeFiles(place.clone, { [SESSIONS]: OLD_TABLE });
    await git(place.clone, "commit", "--quiet", "--all", "--message", "Keep all entries");
    await git(place.clone, "push", "--quiet", "origin", "HEAD:main");
    const foreign = await git(place.clone, "rev-parse", "HEAD");
    const found = JSON.parse((await signalbox(place, "check", "--json")).printed).findings;
    expect(found.map(({ code, task }: { code: string; task: string }) => `${code} ${task}`).toSorted()).toEqual([
      "session-of-finished-task QA-001",
      "session-of-finished-task QA-002",
    ]);
    expect((await runAll(place)).exitCode).toBe(0);
    const { sessions } = await readStore(place);
    expect(sessions.map(({ task }) => task).toSorted()).toEqual(["QA-001", "QA-002"]);
    await expectAllFinished(place);
    expect(await findDamage(place, { foreign: [foreign] })).toEqual([]);
  });
});
