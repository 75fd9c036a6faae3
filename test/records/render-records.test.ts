import { describe, expect, it } from "vitest";
import { configSchema, parseConfig } from "../../src/core/config.ts";
import { assumeLanded, type RecordFacts, recordFacts } from "../../src/records/record-facts.ts";
import { renderRecords } from "../../src/records/render-records.ts";
import { diskTree } from "../../src/tasks/disk-tree.ts";
import { readTasks } from "../../src/tasks/read-tasks.ts";
import { temporaryDirectory, writeFiles } from "../support/repository.ts";
import { History, sessionOf } from "./history.ts";

const config = configSchema.parse({}).records;
const titles = new Map([
  ["QA-033", "Keep widgets | on Custom"],
  ["QA-016", "Fix the supply button"],
]);

/** Renders into `files` until nothing changes, and says how many rounds changed something. */
async function render(files: Map<string, string>, facts: RecordFacts): Promise<number> {
  for (let round = 0; ; round++) {
    const edits = await renderRecords({ files: async (path) => files.get(path), config, facts });
    if (edits.length === 0 || round > 3) return round;
    for (const { path, content } of edits) {
      if (typeof content === "string") files.set(path, content);
      else files.delete(path);
    }
  }
}

const factsOf = (history: History) => recordFacts(history.events, (task) => titles.get(task));
const roadmapOf = async (text: string, history: History) => {
  const files = new Map([[config.roadmap, text]]);
  expect(await render(files, factsOf(history))).toBeLessThanOrEqual(1);
  return files.get(config.roadmap);
};

describe("the roadmap", () => {
  const landed = () => new History().open("QA-033").move("QA-033", "working").land("QA-033");
  const complete = () => landed().move("QA-033", "verified", "", "landed");

  it.each([
    ["a checkbox", "- [ ] **QA-033: Title** 🟡 MEDIUM\n  - Estimate: 2h\n", "- [x] **QA-033: Title** 🟡 MEDIUM\n  - Estimate: 2h\n"],
    ["a checkbox with a status", "- [~] QA-033: T\n  - Status: ready\n", "- [x] QA-033: T\n  - Status: ✅ Complete (2025-11-14)\n"],
    [
      "a heading with a status line and its trailing blanks",
      "### QA-033: T\n\n**Status:** ready  \n**Priority:** HIGH  \n",
      "### QA-033: T\n\n**Status:** ✅ Complete (2025-11-14)  \n**Priority:** HIGH  \n",
    ],
    [
      "a pipe line",
      "#### QA-033: T\n**Priority:** P1 | **Status:** Not Started | **Effort:** 4-8h\n",
      "#### QA-033: T\n**Priority:** P1 | **Status:** ✅ Complete (2025-11-14) | **Effort:** 4-8h\n",
    ],
    [
      "a pipe line that ends with it",
      "## QA-033\n**Effort:** 4h | **Status:** Not Started",
      "## QA-033\n**Effort:** 4h | **Status:** ✅ Complete (2025-11-14)",
    ],
    [
      "a table cell",
      "| Task | Title | Status |\n|---|---|---|\n| [**QA-033**](x.md) | a \\| b | Not Started |\n| QA-034 | c | Not Started |\n",
      "| Task | Title | Status |\n|---|---|---|\n| [**QA-033**](x.md) | a \\| b | ✅ Complete (2025-11-14) |\n| QA-034 | c | Not Started |\n",
    ],
    ["a heading without any status", "### QA-033: T\n\nText.\n", "### QA-033: T\n\n**Status:** ✅ Complete (2025-11-14)\n\nText.\n"],
  ])("shows a finished task in %s", async (_, before, after) => {
    expect(await roadmapOf(before, complete())).toBe(after);
  });

  it("is read by the importers as it was meant, in every form", async () => {
    const forms = (status: string, box: string) =>
      `- [${box}] **QA-033: T**\n\n### QA-034: T\n**Priority:** P1 | **Status:** ${status} | **Effort:** 4h\n\n| Task | Status |\n|---|---|\n| QA-035 | ${status} |\n`;
    const ids = ["QA-033", "QA-034", "QA-035"];
    const statuses = async (text: string | undefined) => {
      const root = await temporaryDirectory();
      await writeFiles(root, { [config.roadmap]: text ?? "" });
      const { tasks } = await readTasks(diskTree(root), parseConfig({ tasks: { roadmap: config.roadmap } }));
      return tasks.map(({ id, status }) => `${id} ${status}`);
    };
    const [done, open] = [new History(), new History()];
    for (const id of ids) {
      done.open(id).land(id).move(id, "verified");
      open.open(id).move(id, "failed");
    }
    expect(await statuses(await roadmapOf(forms("Not Started", " "), done))).toEqual(ids.map((id) => `${id} done`));
    expect(await statuses(await roadmapOf(forms("✅ COMPLETE", "x"), open))).toEqual(ids.map((id) => `${id} todo`));
  });

  it("says `landed, verifying` at the landing, before anything is verified", async () => {
    const text = "- [ ] QA-033: T\n\n### QA-033: T\n**Status:** ready\n";
    expect(await roadmapOf(text, landed())).toBe("- [~] QA-033: T (landed, verifying)\n\n### QA-033: T\n**Status:** landed, verifying\n");
    const files = new Map([[config.roadmap, text]]);
    await render(files, factsOf(landed()));
    await render(files, factsOf(complete()));
    expect(files.get(config.roadmap)).toBe("- [x] QA-033: T\n\n### QA-033: T\n**Status:** ✅ Complete (2025-11-14)\n");
  });

  it("shows by whose work a task is done", async () => {
    const history = new History()
      .open("QA-016")
      .add("QA-016", sessionOf("QA-016"), { kind: "done-by", other: "QA-015", evidence: "acceptance passes" });
    history.move("QA-016", "done-by");
    expect(await roadmapOf("- [ ] QA-016: T\n", history)).toBe("- [x] QA-016: T (done by QA-015)\n");
    expect(await roadmapOf("## QA-016\n**Status:** ready\n", history)).toBe(
      "## QA-016\n**Status:** ✅ Complete (2025-11-14) - done by QA-015\n",
    );
  });

  it("opens a rolled-back task again and takes the check marks back", async () => {
    const history = complete()
      .move("QA-033", "rolled-back", "verify failed", "verified")
      .add("QA-033", null, { kind: "task-reopened", reason: "r" });
    expect(await roadmapOf("### ✅ QA-033: T - ✅ COMPLETE\n**Status:** ✅ Complete (2025-11-14)\n", history)).toBe(
      "### QA-033: T\n**Status:** Ready\n",
    );
  });

  it("leaves words that already mean it, and entries of others, as they are", async () => {
    const text = "### QA-033: T\n**Status:** ✅ COMPLETE (see report)\n### QA-034: U\n**Status:** ready\n## See docs/QA-033-REPORT.md\n";
    expect(await roadmapOf(text, complete())).toBe(text);
  });

  it("changes an entry about several tasks only when all agree", async () => {
    const text = "### ST-001 through ST-003: three\n**Status:** ready\n";
    const some = new History();
    for (const task of ["ST-001", "ST-002"]) some.open(task).land(task).move(task, "verified");
    expect(await roadmapOf(text, some)).toBe(text);
    some.open("ST-003").land("ST-003").move("ST-003", "verified");
    expect(await roadmapOf(text, some)).toContain("**Status:** ✅ Complete");
  });

  it("never touches code blocks, and survives a fence nobody closes", async () => {
    const text = "```\n- [ ] QA-033: example\n```\n\n```\n\n- [ ] QA-033: T\n";
    expect(await roadmapOf(text, complete())).toBe("```\n- [ ] QA-033: example\n```\n\n```\n\n- [x] QA-033: T\n");
  });

  it("is not created where there is none", async () => {
    const files = new Map<string, string>();
    await render(files, factsOf(complete()));
    expect([...files.keys()]).toEqual([`docs/sessions/completed/${sessionOf("QA-033")}.md`]);
  });
});

describe("the session table", () => {
  const path = config.activeSessions;
  const going = () => new History().open("QA-033").move("QA-033", "working");

  it("is made small when the first session needs it, and says none when the last is gone", async () => {
    const files = new Map<string, string>();
    await render(files, factsOf(going()));
    expect(files.get(path)).toBe(
      [
        "# Active sessions",
        "",
        "## Currently Working",
        "",
        "| Session ID | Task | Agent | Status | Started |",
        "| ---------- | ---- | ----- | ------ | ------- |",
        `| ${sessionOf("QA-033")} | QA-033: Keep widgets \\| on Custom | scripted | In Progress | 2025-11-14 |`,
        "",
      ].join("\n"),
    );
    await render(files, factsOf(going().land("QA-033").move("QA-033", "verified")));
    expect(files.get(path)).toContain("| _(none)_ |  |  |  |  |\n");
  });

  it("fills the owner's table by its columns and swaps the placeholder", async () => {
    const before =
      "# S\r\n\r\n## 🟢 Currently Working (Updated D)\r\n\r\n| Session ID | Task | Branch | Module | Status | Started | ETA |\r\n|---|---|---|---|---|---|---|\r\n| _(none)_ | | | | | | |\r\n\r\n## ✅ Completed Today\r\n\r\n| Session ID | Task | Status |\r\n|---|---|---|\r\n| 20251113-QA-001-abcdef12 | QA-001 | Complete |";
    const files = new Map([[path, before]]);
    await render(files, factsOf(going()));
    const row = `| ${sessionOf("QA-033")} | QA-033: Keep widgets \\| on Custom | signalbox/QA-033 | - | In Progress | 2025-11-14 | - |`;
    expect(files.get(path)).toBe(before.replace("| _(none)_ | | | | | | |", row));
  });

  it("appends to a list where there is no table, and never touches another's entry", async () => {
    const other = "- QA-099: Session-20251101-QA-099-00ff00ff (2025-11-01)";
    const files = new Map([[path, `Words.\n\n${other}\n\nMore words`]]);
    await render(files, factsOf(going()));
    expect(files.get(path)).toBe(`Words.\n\n${other}\n- QA-033: ${sessionOf("QA-033")} (2025-11-14) - In Progress\n\nMore words`);
    await render(files, factsOf(going().land("QA-033")));
    expect(files.get(path)).toContain(" - landed, verifying\n");
    await render(files, factsOf(going().land("QA-033").move("QA-033", "verified")));
    expect(files.get(path)).toBe(`Words.\n\n${other}\n\nMore words`);
  });

  it("removes stale entries of tasks Signalbox finished, in every form, and no others", async () => {
    const stale = [
      "| Session-20251101-QA-033-00ff00ff | QA-033: T | Active |",
      "- Agent-01: Session-20251101-QA-033-00ff00fe - Title (QA-033)",
      "* [QA-033] Session-20251102-QA-033-9V7zW (Agent: Somebody, Status: ACTIVE)",
      "- [Session-20251103-QA-033-aa11bb22](sessions/active/Session-20251103-QA-033-aa11bb22.md) - Somebody - title",
    ];
    const kept = [
      "- Agent-02: Session-20251101-QA-040-00ff00fd - Title (QA-033, QA-040)",
      "- Session-20251101-QA-041-00ff00fc: QA-041 - t",
    ];
    const head = "| Session ID | Task | Status |\n|---|---|---|\n";
    const tail = "\n## ✅ Completed Previously\n- QA-033: Session-20251101-QA-033-00ff00fb (2025-11-01)\n";
    const block = "## Session: Session-20251104-QA-033-00ff00fa\n**Task ID:** QA-033\n**Branch:** b\n\n";
    const files = new Map([[path, `${head}${stale[0]}\n\n${stale.slice(1).join("\n")}\n${kept.join("\n")}\n\n${block}${tail}`]]);
    await render(files, factsOf(going().land("QA-033").move("QA-033", "verified")));
    expect(files.get(path)).toBe(`${head}| _(none)_ |  |  |\n\n${kept.join("\n")}\n\n\n${tail}`);
  });

  it("leaves an entry alone that names somebody else's session too", async () => {
    const text = `- ${sessionOf("QA-033")} and Session-20251101-QA-099-00ff00ff share a desk\n`;
    const files = new Map([[path, text]]);
    await render(files, factsOf(going().land("QA-033").move("QA-033", "verified")));
    expect(files.get(path)).toBe(text);
  });

  it("lists a session once, however often somebody copied it", async () => {
    const files = new Map<string, string>();
    await render(files, factsOf(going()));
    const row = files
      .get(path)
      ?.split("\n")
      .find((line) => line.includes(sessionOf("QA-033")));
    files.set(path, `${files.get(path)}${row}\n${row}\n`);
    await render(files, factsOf(going()));
    expect(files.get(path)?.split(sessionOf("QA-033"))).toHaveLength(2);
  });

  it("leaves a file that is not UTF-8 alone", async () => {
    const files = new Map([[path, "caf\ufffd\n"]]);
    await render(files, factsOf(going()));
    expect(files.get(path)).toBe("caf\ufffd\n");
  });
});

describe("session files", () => {
  it("move from active to completed with their evidence, keeping what people noted", async () => {
    const files = new Map<string, string>();
    const history = new History().open("QA-033").move("QA-033", "working");
    const [active, completed] = ["active", "completed"].map((folder) => `docs/sessions/${folder}/${sessionOf("QA-033")}.md`);
    await render(files, factsOf(history));
    files.set(String(active), `${files.get(String(active))}\nKept: é\n`);
    await render(files, factsOf(history.land("QA-033")));
    expect(files.get(String(active))).toContain("- **Status:** landed, verifying\n");
    await render(files, factsOf(history.move("QA-033", "verified", "", "landed")));
    expect(files.has(String(active))).toBe(false);
    expect(files.get(String(completed))).toMatch(
      /- \*\*Evidence:\*\* unit passed on the landed tree\n[\s\S]*- \[x\] Phase 4: Completion\n\n## Notes\n\nKept: é\n$/,
    );
  });

  it("of sessions that failed go to abandoned with the reason on one line", async () => {
    const files = new Map<string, string>();
    await render(files, factsOf(new History().open("QA-033").move("QA-033", "failed", "tries\nused\u001b[31m up")));
    expect(files.get(`docs/sessions/abandoned/${sessionOf("QA-033")}.md`)).toContain("- **Reason:** tries used [31m up\n");
  });
});

describe("records ride inside the landing", () => {
  it("a candidate's records report its landing and never name its own commit", async () => {
    const history = new History().open("QA-033").move("QA-033", "candidate");
    const files = new Map([[config.roadmap, "- [ ] QA-033: T\n"]]);
    await render(files, assumeLanded(factsOf(history), [sessionOf("QA-033")], history.nowMs));
    const before = new Map(files);
    const commit = "abcdef0123456789abcdef0123456789abcdef01";
    // What landed says the same when rendered again from the events of the landing: no further records commit.
    expect(await render(files, factsOf(history.land("QA-033", commit)))).toBe(0);
    expect([...before.values()].join("")).not.toContain(commit.slice(0, 7));
    expect(before.get(config.roadmap)).toContain("landed, verifying");
  });

  it("the final records commit asks for no other", async () => {
    const history = new History().open("QA-033").land("QA-033").move("QA-033", "verified", "", "landed");
    const files = new Map([[config.roadmap, "- [ ] QA-033: T\n"]]);
    expect(await render(files, factsOf(history))).toBe(1);
    history.nowMs += 90_000_000;
    expect(await render(files, factsOf(history.move("QA-033", "archived", "", "verified")))).toBe(0);
  });
});
