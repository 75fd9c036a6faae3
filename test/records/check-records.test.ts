import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configSchema } from "../../src/core/config.ts";
import { blameAuthors } from "../../src/git/blame.ts";
import { type CheckInput, checkRecords } from "../../src/records/check-records.ts";
import { checkStaged } from "../../src/records/check-staged.ts";
import type { Finding } from "../../src/records/findings.ts";
import { hookVerdict } from "../../src/records/hook-verdict.ts";
import { installHook } from "../../src/records/install-hook.ts";
import { diskTree } from "../../src/tasks/disk-tree.ts";
import { git, makeRemoteAndClone, writeFiles } from "../support/repository.ts";

const config = configSchema.parse({}).records;

function check(files: Readonly<Record<string, string>>, more: Partial<CheckInput> = {}): Promise<Finding[]> {
  const root = {
    list: async () => Object.keys(files),
    async *files(paths: readonly string[]) {
      for (const path of paths) yield { path, text: files[path] ?? "", bytes: 0, cut: false };
    },
  };
  return checkRecords({ root, config, claims: null, finished: new Set(), ...more });
}

const codes = (findings: readonly Finding[]) => findings.map(({ code, task }) => `${code} ${task ?? "-"}`);
const table = (...rows: string[]) => ["# S", "", "| Session ID | Task | Status |", "|---|---|---|", ...rows, ""].join("\n");

describe("check", () => {
  it("flags every one of hundreds of stale sessions, in all the forms found in the wild, and no live one", async () => {
    const id = (number: number) => `QA-${String(number).padStart(3, "0")}`;
    const session = (number: number) => `Session-20251114-${id(number)}-${(0xa0000000 + number).toString(16)}`;
    const forms = [
      (n: number) => `- ${id(n)}: ${session(n)} (2025-11-14)`,
      (n: number) => `- Agent-01: ${session(n)} - Title (${id(n)})`,
      (n: number) => `- ${session(n)}: ${id(n)} - title`,
      (n: number) => `* [${id(n)}] ${session(n)} (Agent: Somebody, Status: ACTIVE)`,
      (n: number) => `- ${session(n)}: TASK - [Platform: External] [Branch: b] [Files: a, b]`,
      (n: number) => `- [${session(n)}](sessions/active/${session(n)}.md) - Somebody - title`,
    ];
    const done = [
      (n: number) => `- [x] **${id(n)}: Title** 🟡 MEDIUM ✅ COMPLETE\n  - Estimate: 2h\n`,
      (n: number) => `### ${id(n)}: Title\n\n**Status:** ✅ Complete (2025-11-15)  \n**Priority:** HIGH\n`,
      (n: number) => `#### ${id(n)}: T\n**Priority:** P1 | **Status:** complete | **Effort:** 4h\n`,
    ];
    const stale = Array.from({ length: 619 }, (_, index) => index + 1);
    const live = [900, 901, 902];
    const rows = stale
      .filter((n) => n % 3 === 0)
      .map((n) => `| ${session(n).replace("Session-", n % 2 ? "Session-" : "")} | ${id(n)}: title | 🟢 Active |`);
    const items = stale.filter((n) => n % 3 === 1).map((n) => forms[n % forms.length]?.(n));
    const blocks = stale.filter((n) => n % 3 === 2 && n % 2 === 0).map((n) => `## Session: ${session(n)}\n**Task ID:** ${id(n)}\n`);
    const files = stale
      .filter((n) => n % 3 === 2 && n % 2 === 1)
      .map((n) => [`docs/sessions/active/${session(n)}.md`, `# ${id(n)}: T\n\n**Status:** In Progress\n`]);
    const findings = await check({
      [config.roadmap]: [...stale.map((n) => done[n % done.length]?.(n)), ...live.map((n) => `- [ ] ${id(n)}: T\n`)].join("\n"),
      [config.activeSessions]: [
        table(...rows, `| ${session(900)} | ${id(900)} | Active |`),
        ...items,
        `- ${id(901)}: ${session(901)} (2025-11-14)`,
        "",
        ...blocks,
        `## Session: ${session(902)}\n**Task ID:** ${id(902)}\n`,
      ].join("\n"),
      ...Object.fromEntries(files),
    });
    const flagged = findings.filter(({ code }) => code === "session-of-finished-task").map(({ task }) => task);
    expect(flagged.toSorted()).toEqual(stale.map(id));
    expect(findings.filter(({ task }) => live.map(id).includes(String(task)))).toEqual([]);
  });

  it("flags a session whose own file says that it ended", async () => {
    const id = "Session-20251114-QA-033-1f2e3d4c";
    const findings = await check({
      [config.activeSessions]: table(`| ${id} | QA-033 | Active |`),
      [`docs/sessions/abandoned/${id}.md`]: "# QA-033\n",
    });
    expect(codes(findings)).toEqual(["session-of-finished-task QA-033"]);
  });

  it("flags a session listed twice and two sessions of one task", async () => {
    const [one, two] = ["Session-20251114-QA-033-1f2e3d4c", "Session-20251115-QA-033-aaaabbbb"];
    const twice = await check({ [config.activeSessions]: table(`| ${one} | QA-033 | Active |`, `| ${one} | QA-033 | Active |`) });
    expect(codes(twice)).toEqual(["duplicate-session QA-033"]);
    const rivals = await check({
      [config.activeSessions]: table(`| ${one} | QA-033 | Active |`),
      [`docs/sessions/active/${one}.md`]: "# QA-033\n",
      [`docs/sessions/active/${two}.md`]: "# QA-033\n",
    });
    expect(rivals.map(({ code, session }) => `${code} ${session}`)).toEqual([`duplicate-session ${two}`]);
  });

  it("flags a task done and open at once", async () => {
    const findings = await check({
      [config.roadmap]:
        "- [x] **QA-001: T** commit 1a2b3c4d\n\n### QA-001: T\n**Status:** ready\n\n- [ ] QA-002: U\n  - Status: ✅ COMPLETE, merged: commit 1a2b3c4d\n",
    });
    expect(codes(findings)).toEqual(["task-done-and-open QA-001", "task-done-and-open QA-002"]);
    expect(findings[0]?.message).toBe("expected one status for QA-001, got `[x]` at line 1 and `ready` at line 4");
  });

  it("does not take `incomplete` for complete", async () => {
    const text = "### QA-001: T\n**Status:** ⚠️ INCOMPLETE - Code Complete, Database Migration NOT Applied\n";
    expect(await check({ [config.roadmap]: text })).toEqual([]);
  });

  it("flags unexpanded dates and placeholder ids, but not the text that explains an id's form", async () => {
    const text =
      "# Sessions\n\nUpdated: $(date '+%Y-%m-%d')\n\nIds look like `Session-YYYYMMDD-<TASK>-<hex>`.\n\n- QA-001: Session-YYYYMMDD-QA-001-XXXXXXXX\n";
    expect((await check({ [config.activeSessions]: text })).map(({ code, line }) => `${code} ${line}`)).toEqual([
      "placeholder-id 3",
      "placeholder-id 7",
    ]);
  });

  it("flags `done` without anything to look at, and accepts commits, reports and proven sessions", async () => {
    const done = (id: string, more = "") => `### ${id}: T\n**Status:** ✅ Complete\n${more}\n`;
    const findings = await check(
      {
        [config.roadmap]:
          done("QA-001", "Session-20251114-QA-001-1f2e3d4c did it") +
          done("QA-002", "**Key Commits:** `1f2e3d4c`") +
          done("QA-003", "See docs/QA-003-COMPLETION-REPORT.md") +
          done("QA-004", "See docs/QA-004-COMPLETION-REPORT.md") +
          done("QA-005") +
          done("QA-006") +
          done("QA-007"),
        "docs/QA-003-COMPLETION-REPORT.md": "",
        "docs/sessions/completed/Session-20251114-QA-005-1f2e3d4c.md": "# QA-005\n\n- **Status:** Complete\n- **Evidence:** unit passed\n",
        "docs/sessions/completed/Session-20251114-QA-007-1f2e3d4c.md": "# QA-007\n\n**Status:** Complete\n",
      },
      { finished: new Set(["QA-006"]) },
    );
    expect(codes(findings)).toEqual(["done-without-evidence QA-001", "done-without-evidence QA-004", "done-without-evidence QA-007"]);
  });

  it("flags a session nobody renews, and says nothing when the remote was not asked", async () => {
    const [mine, dead] = ["Session-20251114-QA-001-1f2e3d4c", "Session-20251114-QA-002-1f2e3d4c"];
    const files = { [config.activeSessions]: table(`| ${mine} | QA-001 | Active |`, `| ${dead} | QA-002 | Active |`) };
    const claims = [
      { task: "QA-001", session: mine, holder: "a@host:1", alive: true },
      { task: "QA-002", session: dead, holder: "b@host:2", alive: false },
    ];
    const findings = await check(files, { claims });
    expect(findings.map(({ code, session, owner }) => ({ code, session, owner }))).toEqual([
      { code: "session-not-renewed", session: dead, owner: "b@host:2" },
    ]);
    expect(await check(files)).toEqual([]);
  });

  it("flags conflict markers in records, not underlined headings", async () => {
    const findings = await check({
      [config.roadmap]: "Title\n=======\n\n<<<<<<< HEAD\n- [ ] QA-001: a\n=======\n- [ ] QA-001: b\n>>>>>>> x\n",
    });
    expect(findings.map(({ code, line }) => `${code} ${line}`)).toEqual(["conflict-markers 4", "conflict-markers 8"]);
  });

  it("reads records by the tree's words, never throwing on prose", async () => {
    const noise = "|||\n- [ ]\n## \n**Status:**\n| a |\n|---|\n```\n<!-- \u0000 -->\n";
    await expect(check({ [config.roadmap]: noise, [config.activeSessions]: noise, "docs/sessions/active/x.md": noise })).resolves.toEqual(
      [],
    );
  });
});

describe("bystanders repair nothing", () => {
  const stale = "- QA-001: Session-20251114-QA-001-1f2e3d4c (2025-11-14)";

  async function staleRepository() {
    const repository = await makeRemoteAndClone({
      [config.roadmap]: "- [x] QA-001: T (commit 1f2e3d4c)\n",
      [config.activeSessions]: `# S\n\n${stale}\n`,
    });
    await writeFiles(repository.clone, { [config.activeSessions]: `# S\n\n${stale}\n- mine, not committed yet\n` });
    const findings = await checkRecords({
      root: diskTree(repository.clone),
      config,
      claims: null,
      finished: new Set(),
      blame: (path, text) => blameAuthors(repository.git, path, text),
    });
    return { ...repository, findings };
  }

  it("a finding names who last touched the line", async () => {
    const { findings, git: clone } = await staleRepository();
    expect(findings.map(({ owner }) => owner)).toEqual(["Test Owner"]);
    const text = `# S\n\n${stale}\n- mine\n`;
    expect(await blameAuthors(clone, config.activeSessions, text, "me")).toEqual(["Test Owner", "Test Owner", "Test Owner", "me"]);
    expect(await blameAuthors(clone, "no-such-file", "a\nb", "me")).toEqual(["me", "me"]);
  });

  it("the hook stops the owner who commits the file, and nobody else", async () => {
    const { findings } = await staleRepository();
    const paths = [config.activeSessions, "src/a.ts"];
    expect(hookVerdict(findings, paths, ["test owner"]).blocked).toBe(true);
    expect(hookVerdict(findings, ["src/a.ts"], ["Test Owner"]).blocked).toBe(false);
    const bystander = hookVerdict(findings, paths, ["Somebody Else", ""]);
    expect(bystander).toMatchObject({ blocked: false, mine: [], others: findings });
    const unknown = findings.map((finding) => ({ ...finding, owner: null }));
    expect(hookVerdict(unknown, paths, ["Test Owner", ""]).blocked).toBe(false);
  });
});

describe("check of what is staged", () => {
  const input = { config, claims: null, finished: new Set<string>() };
  const stale = "- QA-001: Session-20251114-QA-001-1f2e3d4c (2025-11-14)\n";
  const done = "- [x] QA-001: T (commit 1f2e3d4c)\n";

  it("stops who adds a stale entry, by the index and not by the work tree", async () => {
    const { clone, git: at } = await makeRemoteAndClone({ [config.roadmap]: done, [config.activeSessions]: "# S\n" });
    await git(clone, "config", "user.name", "Somebody");
    await writeFiles(clone, { [config.activeSessions]: `# S\n${stale}`, "src/a.ts": "a\n" });
    await git(clone, "add", "src/a.ts");
    expect(await checkStaged(at, input)).toEqual({ blocked: false, mine: [], others: [] });
    await git(clone, "add", "-A");
    await writeFiles(clone, { [config.activeSessions]: "# S\n" });
    expect(await checkStaged(at, input)).toMatchObject({
      blocked: true,
      mine: [{ code: "session-of-finished-task", owner: "Somebody", line: 2 }],
    });
  });

  it("lets a bystander commit, even to the very file that holds another's stale entry", async () => {
    const { clone, git: at } = await makeRemoteAndClone({ [config.roadmap]: done, [config.activeSessions]: `# S\n${stale}` });
    await git(clone, "config", "user.name", "Bystander");
    await writeFiles(clone, { [config.activeSessions]: `# S\n${stale}\nA word.\n`, "docs/sessions/active/new.md": "$(date)\n" });
    await git(clone, "add", config.activeSessions);
    expect(await checkStaged(at, input)).toMatchObject({ blocked: false, others: [{ owner: "Test Owner" }] });
    await git(clone, "add", "-A");
    expect(await checkStaged(at, input)).toMatchObject({ blocked: true, mine: [{ code: "placeholder-id", owner: "Bystander" }] });
  });
});

describe("installing the hook", () => {
  it("adds one, once, that runs the check and lets commits pass where the program is gone", async () => {
    const { clone, git: at } = await makeRemoteAndClone({ "a.txt": "a\n" });
    const program = join(clone, "check it's.sh");
    expect(await installHook(at, [program, "check", "--hook"])).toMatchObject({
      kind: "installed",
      path: join(clone, ".git/hooks/pre-commit"),
    });
    expect((await installHook(at, [program, "check", "--hook"])).kind).toBe("already");
    await git(clone, "commit", "--allow-empty", "-m", "no program yet");
    await writeFile(program, '#!/bin/sh\n[ "$1 $2" = "check --hook" ] && exit 1\n');
    await chmod(program, 0o755);
    await expect(git(clone, "commit", "--allow-empty", "-m", "refused")).rejects.toThrow();
  });

  it("keeps an existing hook, which runs first and whose refusal stands", async () => {
    const { clone, git: at } = await makeRemoteAndClone({ "a.txt": "a\n" });
    const hook = join(clone, ".git/hooks/pre-commit");
    const theirs = "#!/bin/sh\necho ran >> hook.log\n[ ! -e refuse ]\n";
    await writeFile(hook, theirs);
    await chmod(hook, 0o755);
    expect((await installHook(at, ["true"])).kind).toBe("chained");
    expect(await readFile(`${hook}.before-signalbox`, "utf8")).toBe(theirs);
    await git(clone, "commit", "--allow-empty", "-m", "passes both");
    expect(await readFile(join(clone, "hook.log"), "utf8")).toBe("ran\n");
    await writeFile(join(clone, "refuse"), "");
    await expect(git(clone, "commit", "--allow-empty", "-m", "refused by theirs")).rejects.toThrow();
    expect((await installHook(at, ["true"])).kind).toBe("already");
  });

  it("leaves hooks alone that live where others share them, and says what to add", async () => {
    const { clone, git: at } = await makeRemoteAndClone({ ".husky/pre-commit": "#!/bin/sh\n" });
    await git(clone, "config", "core.hooksPath", ".husky");
    expect(await installHook(at, ["signalbox", "check", "--hook"])).toEqual({
      kind: "manual",
      path: ".husky",
      line: "signalbox check --hook",
    });
    expect(await git(clone, "status", "--porcelain")).toBe("");
  });
});
