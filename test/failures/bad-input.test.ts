import { execFile } from "node:child_process";
import { chmod, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore } from "../support/history.ts";
import { git, temporaryDirectory, writeFiles } from "../support/repository.ts";
import { makeWorkplace, pushAll, ROADMAP, runAll, type Said, signalbox, type Workplace } from "../support/run.ts";

const execute = promisify(execFile);
const MEGABYTE = 1024 * 1024;

const ONE = { "QA-001": { writes: ["src/one.txt"], steps: [{ write: "src/one.txt", content: "one\n" }] } };

/** Everything a command may have changed: the remote's refs and the owner's clone. */
async function everything({ remote, clone }: Pick<Workplace, "remote" | "clone">): Promise<string> {
  const [refs, status, head] = await Promise.all([
    git(remote, "for-each-ref"),
    git(clone, "status", "--porcelain", "--untracked-files=all"),
    git(clone, "for-each-ref"),
  ]);
  return [refs, status, head].join("\n--\n");
}

/** One line of the form the contract asks for, on standard error, and nothing else. */
function expectFault(said: Said, exitCode: number, message: RegExp): void {
  expect(said).toMatchObject({ exitCode, printed: "" });
  expect(said.noted).toMatch(/^signalbox [\w-]+: expected .*; next: .+$/);
  expect(said.noted).toMatch(message);
}

async function problemCodes(place: Workplace): Promise<readonly string[]> {
  const said = await signalbox(place, "tasks", "--json");
  expect(said.exitCode).toBe(0);
  expect((await signalbox(place, "tasks", "--strict", "--json")).exitCode).toBe(1);
  return JSON.parse(said.printed).problems.map(({ code }: { code: string }) => code);
}

describe("bad configuration is one clear line and changes nothing", () => {
  it.each([
    ["YAML that is cut off", "tasks: [\n", /YAML/],
    [
      "YAML that grows without end",
      `a: &a [x, x]\n${Array.from({ length: 30 }, (_, n) => `b${n}: &b${n} [*${n === 0 ? "a" : `b${n - 1}`}, *${n === 0 ? "a" : `b${n - 1}`}]`).join("\n")}\n`,
      /signalbox\.yaml/,
    ],
    ["a field that does not exist", "gate: []\n", /gate/],
    ["a path that leaves the repository", "tasks: { prompts: [../prompts] }\n", /prompts/],
    ["an absolute path", "records: { roadmap: /etc/passwd }\n", /roadmap/],
    ["NUL bytes", "tasks:\0 {}\n", /signalbox\.yaml/],
    ["a number where a name belongs", "remote: 5\n", /remote/],
    ["no agent of that name", "agents: {}\n", /agent/],
  ])("%s", async (_, text, message) => {
    const place = await makeWorkplace({ tasks: ONE });
    await writeFile(join(place.clone, "signalbox.yaml"), text);
    await pushAll(place.clone, "Break the configuration");
    const before = await everything(place);
    expectFault(await signalbox(place, "run", "--agent", "scripted"), 2, message);
    expect(await everything(place)).toBe(before);
  });
});

describe("bad arguments are one clear line and change nothing", () => {
  it.each([
    [["claim", "QA-001;touch pwned"], /task id/],
    [["claim", "$(touch pwned)"], /task id/],
    [["claim", "../../main"], /task id/],
    [["claim", "QA-404"], /QA-404/],
    [["run", "--only", "QA-001,`touch pwned`"], /touch/],
    [["run", "--primary", "QA-404"], /QA-404/],
    [["run", "--agents", "0"], /agents/],
    [["run", "--agents", "1e9"], /agents/],
    [["run", "--agent", "nobody"], /nobody/],
    [["submit", "QA-001"], /claim/],
    [["land", "--upload-pack=touch pwned"], /land|option/],
    [["land", "no-such-branch"], /no-such-branch/],
    [["logs", "Session-1"], /Session-1/],
    [["frobnicate"], /frobnicate/],
  ])("signalbox %j", async (argv, message) => {
    const place = await makeWorkplace({ tasks: ONE });
    const tips = await git(place.remote, "for-each-ref", "refs/heads");
    expectFault(await signalbox(place, ...argv), 2, message);
    expect(await git(place.remote, "for-each-ref", "refs/heads")).toBe(tips);
    expect(await git(place.remote, "for-each-ref", "--format=%(refname)", "refs/signalbox/claims")).toBe("");
    expect(await git(place.clone, "status", "--porcelain", "--untracked-files=all")).toBe("");
  });
});

describe("bad prompts and roadmaps are reported problems, and the rest still runs", () => {
  it("huge, binary, doubled, contradicting and escaping files cost a problem each, never the run", async () => {
    const place = await makeWorkplace({ tasks: ONE });
    await writeFiles(place.clone, {
      "docs/prompts/HUGE-1.md": `# HUGE-1: ${"x".repeat(100)}\n\n${"All work and no play.\n".repeat((50 * MEGABYTE) / 22)}`,
      "docs/prompts/NUL-1.md": "# NUL-1: Zero\0 bytes\0 everywhere\n\n**Task ID:** NUL-1\n\n\0\0\0\n",
      "docs/prompts/TWICE-1.md": "# TWICE-1: Once\n\n**Task ID:** TWICE-1\n",
      "docs/prompts/other/TWICE-1.md": "# TWICE-1: Twice\n\n**Task ID:** TWICE-1\n",
      "docs/prompts/SHELL-1.md": "# SHELL-1: $(touch pwned) `touch pwned`; touch pwned\n\n**Task ID:** $(touch pwned)\n",
      "docs/prompts/LOOP-1.md": "---\nid: LOOP-1\ndepends_on: [LOOP-2]\n---\n# LOOP-1: First\n",
      "docs/prompts/LOOP-2.md": "---\nid: LOOP-2\ndepends_on: [LOOP-1]\n---\n# LOOP-2: Second\n",
      "docs/prompts/OUT-1.md": "---\nid: OUT-1\nfiles: [../../../etc/passwd, /etc/shadow, .git/config]\n---\n# OUT-1: Elsewhere\n",
      "docs/prompts/YAML-1.md": "---\nid: [unclosed\n---\n# YAML-1: Broken front matter\n",
    });
    await symlink("/etc/passwd", join(place.clone, "docs/prompts/LINK-1.md"));
    await pushAll(place.clone, "Strange prompts");
    const codes = await problemCodes(place);
    for (const code of ["oversize-file", "duplicate-task", "dependency-cycle"]) expect(codes, code).toContain(code);
    expect((await signalbox(place, "tasks", "--json")).printed).not.toContain("root:x:");
    const plan = JSON.parse((await signalbox(place, "plan", "--json")).printed);
    expect(plan.excluded.map(({ task }: { task: string }) => task)).toEqual(expect.arrayContaining(["LOOP-1", "LOOP-2"]));

    const { exitCode } = await runAll(place, "--agents", "2", "--only", "QA-001");
    expect(exitCode).toBe(0);
    expect(await onMain(place, "src/one.txt")).toBe("one\n");
    expect(await git(place.clone, "status", "--porcelain", "--untracked-files=all")).toBe("");
    expect(await findDamage(place)).toEqual([]);
  });

  it("a task whose prompt is 50 MB of text and NUL bytes is worked on and lands", async () => {
    const place = await makeWorkplace({ tasks: ONE });
    const prompt = `# QA-001: A \0 title\n\n**Task ID:** QA-001\n\n${"\0 and more\n".repeat((50 * MEGABYTE) / 11)}`;
    await writeFiles(place.clone, { "docs/prompts/QA-001.md": prompt });
    await pushAll(place.clone, "A prompt that never ends");
    expect((await runAll(place)).exitCode).toBe(0);
    expect(await onMain(place, "src/one.txt")).toBe("one\n");
    expect(await onMain(place, ROADMAP)).toContain("QA-001");
  });
});

describe("a clone in an unusual state is no obstacle", () => {
  it.each([
    ["a detached HEAD", (clone: string) => git(clone, "checkout", "--quiet", "--detach")],
    ["an unborn branch", (clone: string) => git(clone, "checkout", "--quiet", "--orphan", "nothing-yet")],
    ["another branch, behind and ahead", (clone: string) => git(clone, "switch", "--quiet", "--create", "other", "HEAD~1")],
    ["a merge left half-way", (clone: string) => writeFile(join(clone, ".git", "MERGE_HEAD"), `${"0".repeat(40)}\n`)],
  ])("%s", async (_, disturb) => {
    const place = await makeWorkplace({ tasks: ONE });
    await writeFiles(place.clone, { "check.sh": "exit 1\n", "src/dirty.txt": "BROKEN\n" });
    await disturb(place.clone);
    const dirty = await git(place.clone, "status", "--porcelain", "--untracked-files=all").catch(() => "");
    expect((await runAll(place)).exitCode).toBe(0);
    expect(await onMain(place, "src/one.txt")).toBe("one\n");
    expect(await git(place.clone, "status", "--porcelain", "--untracked-files=all").catch(() => "")).toBe(dirty);
  });
});

describe("a missing or unwilling remote is one clear line", () => {
  it("no repository, no remote, a remote that is gone, a remote without commits", async () => {
    const place = await makeWorkplace({ tasks: ONE });
    const outside = await temporaryDirectory();
    for (const command of ["run", "tasks", "plan", "init", "status"])
      expectFault(await signalbox({ clone: outside }, command), 2, /git work tree/);
    await mkdir(join(outside, "empty"));
    await git(outside, "init", "--quiet", "--bare", "empty.git");
    await git(join(outside, "empty"), "init", "--quiet");
    expectFault(await signalbox({ clone: join(outside, "empty") }, "run"), 2, /remote named `origin`/);
    await git(join(outside, "empty"), "remote", "add", "origin", "../empty.git");
    expectFault(await signalbox({ clone: join(outside, "empty") }, "run"), 2, /branch `main`/);
    expect(await git(join(outside, "empty.git"), "for-each-ref")).toBe("");
    expect((await signalbox({ clone: join(outside, "empty") }, "tasks")).exitCode).toBe(0);
    await rm(place.remote, { recursive: true });
    expectFault(await signalbox(place, "run"), 2, /remote `origin` to exist/);
  });

  it("a remote that refuses every push: said in one line, nothing was started", async () => {
    const place = await makeWorkplace({ tasks: ONE });
    await refuse(place, "exit 1");
    const before = await everything(place);
    const said = await signalbox(place, "run");
    expectFault(said, 1, /refs/);
    expect(await everything(place)).toBe(before);
    await refuse(place, "exit 0");
    expect((await runAll(place)).exitCode).toBe(0);
  });

  it("a remote that refuses to move main: the work waits, a person is asked; once it is allowed it lands without an agent", async () => {
    const place = await makeWorkplace({ tasks: ONE });
    await refuse(place, "while read old new ref; do test $ref != refs/heads/main || exit 1; done");
    const tip = await git(place.remote, "rev-parse", "main");
    const { exitCode } = await runAll(place);
    expect(exitCode).toBe(1);
    expect(bodies(await readStore(place), "run-ended").at(-1)).toMatchObject({
      outcome: "needs-person",
      reason: expect.stringContaining("refuses"),
    });
    expect(await git(place.remote, "rev-parse", "main")).toBe(tip);
    await refuse(place, "exit 0");
    expect((await runAll(place)).exitCode).toBe(0);
    expect(bodies(await readStore(place), "agent-started")).toHaveLength(1);
    expect(await onMain(place, "src/one.txt")).toBe("one\n");
    expect(await findDamage(place)).toEqual([]);
  });
});

async function refuse({ remote }: Workplace, script: string): Promise<void> {
  const hook = join(remote, "hooks", "pre-receive");
  await writeFile(hook, `#!/bin/sh\n${script}\n`);
  await chmod(hook, 0o755);
}

/** A small file system of its own at `path`, until the test ends. @returns false where that is not allowed. */
async function mountSmall(path: string, bytes: number): Promise<boolean> {
  const mounted = await execute("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", path]).then(
    () => true,
    () => false,
  );
  if (mounted) onTestFinished(() => execute("umount", ["--lazy", path]).then(() => undefined));
  return mounted;
}

describe("a full disk is one clear line, and the same command goes on once there is room", () => {
  it.each([[64 * 1024], [512 * 1024], [2 * MEGABYTE]])("%i bytes for all of the state", async (bytes) => {
    const place = await makeWorkplace({
      // More than the disk holds, in one file that does not compress.
      files: { "src/large.txt": Array.from({ length: 60_000 }, (_, n) => ((n * 2_654_435_761) % 2 ** 32).toString(36)).join("\n") },
      tasks: ONE,
    });
    if (!(await mountSmall(place.state, bytes))) return;
    const main = await git(place.remote, "rev-parse", "main");
    const said = await signalbox(place, "run");
    expect([1], said.noted).toContain(said.exitCode);
    expect(said.noted + said.printed).toMatch(/room on the disk|No space|ENOSPC|disk|full/i);
    expect(await git(place.remote, "rev-parse", "main")).toBe(main);
    await execute("mount", ["-o", `remount,size=${512 * MEGABYTE}`, place.state]);
    const again = await signalbox(place, "run", "--json");
    expect(again.exitCode, again.printed + said.noted).toBe(0);
    expect(await onMain(place, "src/one.txt")).toBe("one\n");
    expect(await findDamage(place)).toEqual([]);
  });
});
