import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { evaluate } from "../../../examples/terp/benchmark/evaluate/evaluate.ts";
import { withCompletion } from "../../../examples/terp/benchmark/naive/paper-records.ts";
import { playNaive } from "../../../examples/terp/benchmark/naive/play-naive.ts";
import { checksIn } from "../../../examples/terp/benchmark/naive/work-session.ts";
import type { FinishedPlay } from "../../../examples/terp/benchmark/play.ts";
import { prepareScript } from "../../../examples/terp/benchmark/prepare-script.ts";
import { readPushes, recordPushes } from "../../../examples/terp/benchmark/recorded-remote.ts";
import { markdownOf } from "../../../examples/terp/benchmark/report/markdown.ts";
import { ROWS } from "../../../examples/terp/benchmark/report/rows.ts";
import { svgOf } from "../../../examples/terp/benchmark/report/svg.ts";
import { playSignalbox } from "../../../examples/terp/benchmark/signalbox/play-signalbox.ts";
import { variantsNamed } from "../../../examples/terp/benchmark/variants.ts";
import { loadScript } from "../../../src/agents/script.ts";
import { Git } from "../../../src/git/git.ts";
import { git, makeRemoteAndClone, writeFiles } from "../../support/repository.ts";
import { TASKS } from "../../support/terp-workspace.ts";
import { handMadePlay, OLD_SESSION, roadmap, table } from "./support/hand-made-play.ts";

const [FIRST, SECOND] = ["Session-20260101-T-1-0000000a", "Session-20260101-T-2-0000000b"];

describe("the evaluation of a history made by hand", () => {
  it("counts nothing against honest work, and sees that it is done", async () => {
    const play = await handMadePlay();
    await play.push(1, "T-1", { "docs/ACTIVE_SESSIONS.md": table(OLD_SESSION, FIRST) });
    await play.push(5, "T-1", {
      "T-1.txt": "right\n",
      "shared.ts": "export const one = 1;\nexport const two = 2;\n\n\nexport const last = 9;\n",
    });
    await play.push(6, "T-1", { "docs/roadmap.md": roadmap("T-1"), "docs/ACTIVE_SESSIONS.md": table(OLD_SESSION) });
    // It changes what was there at the start, and moves a line of the other: neither is a loss.
    await play.push(7, "T-2", {
      "T-2.txt": "right\n",
      "shared.ts": "export const two = 2;\nexport const first = 1;\n\n\nexport const last = 9;\n",
    });
    await play.push(8, "T-2", { "docs/roadmap.md": roadmap("T-1", "T-2") });
    const found = await evaluate(play.end(10));
    expect(found).toMatchObject({ tasks: ["T-1", "T-2"], done: ["T-1", "T-2"], lost: [], broken: [], falsely: [], falseAtEnd: [] });
    expect(found).toMatchObject({ duplicated: [], leftActive: [], wallMs: 10_000 });
    expect(found.pushes).toHaveLength(5);
  });

  it("counts a task's lines once that another's push removed, and names task, path, lines and commit", async () => {
    const play = await handMadePlay();
    const lines = "export const two = 2;\nexport const three = 3;\n";
    const from = await play.push(1, "T-1", {
      "shared.ts": `export const one = 1;\n${lines}\n\nexport const last = 9;\n`,
      "T-1.txt": "right\n",
    });
    const commit = await play.push(2, "T-2", { "shared.ts": "export const one = 1;\n\n\nexport const last = 9;\n", "T-1.txt": "wrong\n" });
    await play.push(3, "T-2", { "T-2.txt": "right\n" });
    const { lost, done } = await evaluate(play.end(4));
    expect(lost).toEqual([
      {
        ...{ kind: "lines", of: "T-1", by: ["T-2"], from, commit },
        paths: [
          { path: "T-1.txt", lines: ["right"] },
          { path: "shared.ts", lines: ["export const two = 2;", "export const three = 3;"] },
        ],
      },
    ]);
    expect(done).toEqual(["T-2"]);
  });

  it("lets a task take back its own lines", async () => {
    const play = await handMadePlay();
    await play.push(1, "T-1", { "T-1.txt": "first try\n" });
    await play.push(2, "T-1", { "T-1.txt": null });
    expect((await evaluate(play.end(3))).lost).toEqual([]);
  });

  it("counts a session that a bystander took out of the table, and a completion that a push undid", async () => {
    const play = await handMadePlay();
    await play.push(1, "T-1", { "T-1.txt": "right\n", "docs/roadmap.md": roadmap("T-1") });
    const commit = await play.push(2, "T-2", { "docs/ACTIVE_SESSIONS.md": table(SECOND), "docs/roadmap.md": roadmap("T-2") });
    const { lost, falsely } = await evaluate(play.end(3));
    expect(lost.map(({ kind, of, by, commit: at }) => [kind, of, by, at])).toEqual([
      ["session", OLD_SESSION, ["T-2"], commit],
      ["completion", "T-1", ["T-2"], commit],
    ]);
    expect(falsely.map(({ task }) => task)).toEqual(["T-2"]);
  });

  it("gives a main that two pushes left broken one span, from the first of them to the repair", async () => {
    const play = await handMadePlay();
    const commit = await play.push(10, "T-1", { broken: "yes\n" });
    await play.push(14, "T-2", { "T-2.txt": "right\n" });
    await play.push(17, "T-2", { broken: null });
    const { broken } = await evaluate(play.end(60));
    expect(broken).toEqual([{ fromMs: 1_010_000, untilMs: 1_017_000, commit, by: ["T-1"], gate: "sound", pushes: 1 }]);
  });

  it("counts a main that stays broken until the end of the play", async () => {
    const play = await handMadePlay();
    await play.push(10, "T-1", { broken: "yes\n" });
    expect((await evaluate(play.end(60))).broken).toMatchObject([{ fromMs: 1_010_000, untilMs: 1_060_000 }]);
  });

  it("notices a completion that was false when it was said, and whether it became true", async () => {
    const play = await handMadePlay();
    const first = await play.push(1, "T-1", { "docs/roadmap.md": roadmap("T-1") });
    const second = await play.push(2, "T-2", { "docs/roadmap.md": roadmap("T-1", "T-2") });
    await play.push(3, "T-2", { "T-2.txt": "right\n" });
    expect(await evaluate(play.end(4))).toMatchObject({
      falsely: [
        { task: "T-1", commit: first, becameTrue: false },
        { task: "T-2", commit: second, becameTrue: true },
      ],
      falseAtEnd: ["T-1"],
    });
  });

  it("counts a task of two sessions, and work that came when main already had it", async () => {
    const play = await handMadePlay();
    const other = "Session-20260101-T-1-0000000c";
    await play.push(1, "T-1", { "docs/ACTIVE_SESSIONS.md": table(OLD_SESSION, FIRST, other, SECOND), "T-2.txt": "right\n" });
    const commit = await play.push(2, "T-2", { "T-2.test.txt": "right\n" });
    const { duplicated, leftActive } = await evaluate(play.end(3));
    expect(duplicated).toEqual([
      { task: "T-1", kind: "again", sessions: [FIRST, other], commit: null },
      { task: "T-2", kind: "done-before", sessions: [SECOND], commit },
    ]);
    expect(leftActive).toEqual([FIRST, other, SECOND].sort());
  });

  it("tells conflicts in work from those in nothing but records", async () => {
    const play = await handMadePlay();
    const work = { atMs: 1, task: "T-1", files: ["shared.ts", "docs/roadmap.md"] };
    const records = { atMs: 2, task: "T-2", files: ["docs/ACTIVE_SESSIONS.md"] };
    const { met } = await evaluate(play.end(1, { conflicts: [work, records] }));
    expect(met).toEqual({ work: [work], records: [records] });
  });
});

describe("the record of pushes", () => {
  it("holds every move of main, in the order in which they happened even where it was written in another", async () => {
    const { root, remote, clone } = await makeRemoteAndClone({ "a.txt": "1\n" });
    const start = await git(clone, "rev-parse", "HEAD");
    await recordPushes(remote);
    const clones = ["one", "two", "three"].map((name) => join(root, name));
    for (const path of clones) await git(root, "clone", "--quiet", remote, path);
    const pushed = async (path: string) => {
      await writeFiles(path, { [`${path.split("/").at(-1)}.txt`]: "x\n" });
      await git(path, "add", "--all");
      await git(path, "commit", "--quiet", "--message", path);
      for (;;) {
        if (await git(path, "push", "--quiet", "origin", "main").then(...[() => true, () => false])) return;
        await git(path, "pull", "--quiet", "--rebase");
      }
    };
    await Promise.all(clones.map(pushed));
    await git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/elsewhere");
    const file = join(remote, "pushes");
    const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(clones.length);
    const commits = (await git(remote, "rev-list", "--reverse", `${start}..main`)).split("\n");
    for (const written of [lines, lines.toReversed()]) {
      await writeFile(file, `${written.join("\n")}\n`);
      const pushes = await readPushes(new Git({ gitDir: remote }), remote, start);
      expect(pushes.map(({ commit }) => commit)).toEqual(commits);
    }
  });

  it("is refused when main moved without it", async () => {
    const { remote, clone } = await makeRemoteAndClone({ "a.txt": "1\n" });
    const start = await git(clone, "rev-parse", "HEAD");
    await git(clone, "commit", "--quiet", "--allow-empty", "--message", "unseen");
    await git(clone, "push", "--quiet", "origin", "main");
    await expect(readPushes(new Git({ gitDir: remote }), remote, start)).rejects.toThrow("expected the recorded pushes to end at main");
  });
});

describe("what the variants are given", () => {
  it("differs from the recorded script in thinking times only, the same for the same seed", async () => {
    const scripts = await Promise.all([1, 1, 2].map((seed) => prepareScript(seed, true)));
    onTestFinished(async () => void (await Promise.all(scripts.map(({ folder }) => rm(folder, { recursive: true })))));
    const [one, again, other] = await Promise.all(scripts.map(({ script }) => readFile(script, "utf8")));
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    for (const task of TASKS) {
      const recorded = await loadScript("examples/terp/agents/script.yaml", task);
      const given = await loadScript(scripts[0]?.script ?? "", task);
      const untimed = (steps: typeof given) => steps.map((step) => ("think" in step ? { ...step, think: 0 } : step));
      expect(untimed(given)).toEqual(untimed(recorded));
    }
  });

  it("refuses a variant that does not exist", () => {
    expect(variantsNamed("signalbox, naive").map(({ name }) => name)).toEqual(["signalbox", "naive"]);
    expect(() => variantsNamed("magic")).toThrow("expected variants among naive, signalbox, serial, got `magic`");
  });
});

/** Seven minutes of two cores: `PAIRS=0` leaves it out. */
const PAIRS = Number(process.env["PAIRS"] ?? 1);
if (PAIRS === 0) console.log("not run here: both variants of the benchmark, played and judged: PAIRS=1 npm run test:slow");

describe.skipIf(PAIRS === 0)("both variants, played fast", () => {
  const AGENTS = 4;
  const startOf = (play: FinishedPlay) => new Git({ gitDir: play.remote }).text(["rev-parse", `${play.start}^{tree}`]);

  it("begin from the same tree with the same script, and their counts come from the evaluation of their mains", async () => {
    const { folder, script } = await prepareScript(1, true);
    const roots = [folder];
    onTestFinished(async () => void (await Promise.all(roots.map((path) => rm(path, { recursive: true, force: true, maxRetries: 5 })))));
    const setting = { agents: AGENTS, script, seed: 1, fast: true, print: () => undefined };
    const naive = await playNaive(setting);
    roots.push(naive.root);
    const signalbox = await playSignalbox(setting);
    roots.push(signalbox.root);
    // The start's own signalbox.yaml names the script.
    expect(await startOf(naive)).toBe(await startOf(signalbox));

    const paper = await evaluate(naive);
    expect(paper.tasks).toEqual([...TASKS].sort());
    // The agent that did nothing was believed, and the dead one was not followed.
    expect(paper.falsely.map(({ task }) => task)).toContain("QA-028");
    expect(paper.done).not.toContain("QA-028");
    expect(paper.done).not.toContain("INFRA-002");
    expect(paper.leftActive.some((session) => session.includes("-INFRA-002-"))).toBe(true);
    // Nobody repaired main before they began.
    expect(paper.broken[0]).toMatchObject({ by: [], fromMs: naive.startedMs, gate: "tests" });
    expect(paper.broken[0]?.pushes).toBeGreaterThan(1);
    expect(paper.wallMs).toBe(naive.endedMs - naive.startedMs);

    const ours = await evaluate(signalbox);
    expect(ours.done).toEqual([...TASKS].sort());
    expect(ours).toMatchObject({ lost: [], falsely: [], falseAtEnd: [], duplicated: [], leftActive: [] });
    expect(ours.broken).toMatchObject([{ by: [], fromMs: signalbox.startedMs }]);

    const setup = { agents: AGENTS, seeds: [1], fast: true, machine: "a machine", loads: [1, 1] };
    const comparison = {
      variants: [
        { title: "Paper", runs: [paper] },
        { title: "Ours & theirs", runs: [ours] },
      ],
      setting: setup,
    };
    const page = markdownOf(comparison);
    for (const { name } of ROWS) expect(page).toContain(`| ${name} `);
    expect(page).toContain("false at the end: QA-028");
    const picture = svgOf(comparison);
    expect(picture).toContain("Ours &#38; theirs");
    for (const { name } of ROWS) expect(picture).toContain(`>${name}</text>`);
  });
});

describe("the checks of a prompt", () => {
  it("are those its Phase 3 names, for each of the nine", async () => {
    const types = ["run", "types"];
    for (const task of TASKS) {
      const checks = checksIn(await readFile(`examples/terp/app/docs/prompts/${task}.md`, "utf8"));
      expect(checks.slice(0, 2), task).toEqual([types, ["test"]]);
    }
    expect(checksIn("### Phase 3: Verification\n\n1. `npm run types` and `npm run build` pass.\n")).toEqual([types, ["run", "build"]]);
  });
});

describe("an agent that marks its task complete", () => {
  it("ticks a box, or changes the status below its heading, and nobody else's", () => {
    const text =
      "### A-1: One\n\n**Priority:** P1 | **Status:** Not Started | **Effort:** 4h\n\n### A-2: Two\n\n**Status:** ready\n\n- [ ] **A-3: Three**\n";
    expect(withCompletion(text, "A-1")).toBe(text.replace("Not Started", "✅ Complete"));
    expect(withCompletion(text, "A-2")).toBe(text.replace("ready", "✅ Complete"));
    expect(withCompletion(text, "A-3")).toBe(text.replace("- [ ]", "- [x]"));
  });
});
