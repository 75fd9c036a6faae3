import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Problem } from "../../src/core/task.ts";
import { findDamage } from "../support/damage.ts";
import { onMain, readStore } from "../support/history.ts";
import { git, writeFiles } from "../support/repository.ts";
import { makeWorkplace, type PlannedTask, pushAll, ROADMAP, runAll, signalbox, type Workplace } from "../support/run.ts";
import { expectClearError } from "./clear-error.ts";

const MEGABYTE = 1024 * 1024;
const GOOD: PlannedTask = { writes: ["src/good.txt"], steps: [{ write: "src/good.txt", content: "good\n" }] };
const COMMANDS = [["tasks"], ["plan"], ["run"], ["claim", "QA-001"], ["check"], ["status"], ["land", "main"]] as const;

/** One good task among bad files: the problems must be said and the task must land. */
async function goodAmong(files: Readonly<Record<string, string>>, config: Readonly<Record<string, unknown>> = {}): Promise<Workplace> {
  return makeWorkplace({ files, config, tasks: { "QA-001": GOOD } });
}

async function problemsOf(place: Workplace): Promise<readonly Problem[]> {
  const said = await signalbox(place, "tasks", "--json");
  expect(said.exitCode, said.printed).toBe(0);
  return JSON.parse(said.printed).problems;
}

describe("bad configuration", () => {
  it.each([
    ["malformed YAML", "tasks: [unclosed\n  : :", /signalbox\.yaml/],
    ["an unknown field", "tasks:\n  promts: [docs]\n", /tasks/],
    ["a path above the repository", "tasks:\n  prompts: ['../outside']\n", /tasks\.prompts/],
    ["an absolute path", "tasks:\n  roadmap: /etc/passwd\n", /tasks\.roadmap/],
    ["NUL bytes", 'tasks:\n  prompts: ["a\\0b"]\n\0', /signalbox\.yaml/],
  ])("%s is one clear line for every command, and nothing is done", async (_, text, about) => {
    const place = await goodAmong({});
    await writeFiles(place.clone, { "signalbox.yaml": text });
    for (const command of COMMANDS) expectClearError(await signalbox(place, ...command), 2, about);
    await pushAll(place.clone, "A bad configuration");
    const bad = await git(place.remote, "rev-parse", "main");
    for (const command of COMMANDS) expectClearError(await signalbox(place, ...command), 2, about);
    expect(await git(place.remote, "rev-parse", "main")).toBe(bad);
    expect(await git(place.remote, "for-each-ref", "refs/signalbox")).toBe("");
  });
});

describe("bad gates", () => {
  it.each([
    [
      "a circle",
      [
        { name: "a", run: "true", needs: ["b"] },
        { name: "b", run: "true", needs: ["a"] },
      ],
      /`a needs b needs a`/,
    ],
    ["no time", [{ name: "a", run: "true", timeoutSeconds: 0 }], /gates\.0\.timeoutSeconds/],
    ["a program that is not here", [{ name: "a", run: ["no-such-program-anywhere"] }], /gate a on PATH, got no `no-such-program-anywhere`/],
  ])("%s: a run refuses in one line before anything starts", async (_, gates, about) => {
    const place = await goodAmong({}, { gates });
    expectClearError(await signalbox(place, "run"), 2, about);
    expect(await git(place.remote, "for-each-ref", "refs/signalbox")).toBe("");
  });
});

describe("bad task files", () => {
  it("a prompt of 50 MB and one full of NUL bytes are problems with a file, and the good task lands", async () => {
    const place = await goodAmong({
      "docs/prompts/QA-050.md": `# QA-050: Large\n\n${"long words of a prompt ".repeat((50 * MEGABYTE) / 23)}`,
      "docs/prompts/QA-051.md": "# QA-051: Binary\n\n\0\0\0\n",
    });
    const problems = await problemsOf(place);
    expect(problems).toContainEqual(expect.objectContaining({ code: "oversize-file", file: "docs/prompts/QA-050.md" }));
    expect(problems).toContainEqual(expect.objectContaining({ code: "binary-file", file: "docs/prompts/QA-051.md" }));
    const { exitCode } = await runAll(place, "--only", "QA-001");
    expect(exitCode).toBe(0);
    expect(await onMain(place, "src/good.txt")).toBe("good\n");
  });

  it("malformed front matter, paths that escape and a prompt linked from outside are reported or not read", async () => {
    const place = await goodAmong({
      "docs/prompts/QA-060.md": "---\nid: [QA-060\n: :\n---\n# QA-060: Malformed front matter\n",
      "docs/prompts/QA-061.md": "---\nid: QA-061\nfiles:\n  - ../../etc/passwd\n  - /etc/shadow\n---\n# QA-061: Escapes\n",
    });
    await writeFiles(place.root, { "outside.md": "# QA-062: From outside the repository\n" });
    await symlink(join(place.root, "outside.md"), join(place.clone, "docs/prompts/QA-062.md"));
    await symlink(place.root, join(place.clone, "docs/prompts/above"));
    const said = JSON.parse((await signalbox(place, "tasks", "--json")).printed);
    const ids = said.tasks.map(({ id }: { id: string }) => id);
    expect(ids).toContain("QA-061");
    expect(ids).not.toContain("QA-062");
    const written = said.tasks.find(({ id }: { id: string }) => id === "QA-061").declared.write;
    expect(written.join(" ")).not.toMatch(/\.\.|^\/|passwd|shadow/);
    const about = (file: string) => said.problems.filter((problem: Problem) => problem.file === file);
    expect(about("docs/prompts/QA-060.md")).not.toEqual([]);
    expect(about("docs/prompts/QA-061.md")).not.toEqual([]);
    expect((await runAll(place, "--only", "QA-001")).exitCode).toBe(0);
  });

  it("ids with shell characters, path characters and duplicates are problems, and nothing of them is executed", async () => {
    const id = "QA-070;touch ../pwned;$(touch ../pwned)`touch ../pwned`";
    const place = await goodAmong({
      "docs/prompts/evil.md": `---\nid: "${id}"\n---\n# ${id}: Evil\n\n**Task ID:** ${id}\n`,
      "docs/prompts/path.md": "---\nid: ../../QA-071\n---\n# Up and away\n",
      "docs/prompts/lock.md": "---\nid: QA-072.lock\n---\n# A ref that git refuses\n",
      "docs/prompts/QA-001-again.md": "---\nid: qa-001\nstatus: done\n---\n# qa-001: The same task, said to be done\n",
      "docs/prompts/QA-001-twice.md": "# QA-001: Another title\n\n**Task ID:** QA-001\n",
    });
    const problems = await problemsOf(place);
    for (const file of ["evil", "path", "lock"])
      expect(
        problems.filter((problem) => problem.file === `docs/prompts/${file}.md`),
        file,
      ).not.toEqual([]);
    expect(problems.filter(({ task }) => task === "QA-001")).not.toEqual([]);
    for (const bad of [id, "../QA-071", "QA-072.lock", "-x", "a".repeat(65), ""])
      for (const command of ["claim", "abort", "retry", "rollback", "submit"]) {
        const said = await signalbox(place, command, "--", bad);
        expect(said.exitCode, `${command} ${bad}`).toBe(2);
        expectClearError(said, 2, /expected/);
      }
    await runAll(place, "--only", "QA-001");
    expect(await git(place.root, "ls-files", "--others", "--", ".").catch(() => "")).not.toContain("pwned");
    expect(await git(place.remote, "for-each-ref", "--format=%(refname)", "refs/signalbox/claims")).not.toMatch(/touch|\.lock|QA-071/);
  });

  it("tasks in a dependency cycle are left out with the reason, and a run that leaves them out is not called done", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": GOOD,
        "QA-080": { after: ["QA-081"], writes: ["src/a.txt"], steps: [{ write: "src/a.txt", content: "a\n" }] },
        "QA-081": { after: ["QA-080"], writes: ["src/b.txt"], steps: [{ write: "src/b.txt", content: "b\n" }] },
      },
    });
    expect((await problemsOf(place)).map(({ code }) => code)).toContain("dependency-cycle");
    const plan = JSON.parse((await signalbox(place, "plan", "--json")).printed);
    expect(plan.excluded.map(({ task }: { task: string }) => task).toSorted()).toEqual(["QA-080", "QA-081"]);
    const { exitCode, report } = await runAll(place, "--agents", "2");
    expect(exitCode).toBe(1);
    expect(report.run.reason).toMatch(/QA-080/);
    const { sessions } = await readStore(place);
    expect(sessions.map(({ task, state }) => `${task} ${state}`)).toEqual(["QA-001 archived"]);
    expect(await onMain(place, ROADMAP)).toMatch(/QA-080/);
    expect(await findDamage(place)).toEqual([]);
  });

  it("a roadmap of nonsense and a broken session table stop nothing", async () => {
    const place = await goodAmong({
      "docs/prompts/empty.md": "",
      "docs/prompts/QA-090.md": `# QA-090: ${"|".repeat(20_000)}\n\n**Effort:** -3 to infinity\n**Priority:** P99\n`,
      "docs/ACTIVE_SESSIONS.md": "| | |\n|--|\n| Session-20260101-QA-001-zzzzzzzz |||||\n",
    });
    await problemsOf(place);
    const { exitCode } = await runAll(place, "--only", "QA-001");
    expect(exitCode).toBe(0);
    expect(await findDamage(place)).toEqual([]);
  });
});

describe("bad usage", () => {
  const USAGES = [
    ["run", "--agents", "0"],
    ["run", "--agents", "many"],
    ["run", "--only", "QA-404"],
    ["run", "--primary", "QA-404"],
    ["run", "--agent", "nobody"],
    ["run", "--repair", "QA-404"],
    ["plan", "--only", "QA-404"],
    ["logs", "Session-20260101-QA-001-0123abcd"],
    ["land", "no-such-branch"],
    ["land", "--upload-pack=touch pwned"],
    ["renew", "QA-001"],
  ];

  it.each(USAGES.map((argv) => ({ argv, line: argv.join(" ") })))("signalbox $line is one clear line and exit 2", async ({ argv }) => {
    const place = await goodAmong({});
    expectClearError(await signalbox(place, ...argv), 2, /expected/);
  });
});
