import { execFile } from "node:child_process";
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, landings, onMain, readStore } from "../support/history.ts";
import { git, temporaryDirectory, writeFiles } from "../support/repository.ts";
import { makeWorkplace, type PlannedTask, runAll, signalbox, startProgram, type Workplace } from "../support/run.ts";
import { expectClearError } from "./clear-error.ts";

const execute = promisify(execFile);

const TASKS: Record<string, PlannedTask> = {
  "QA-001": { writes: ["src/one.txt"], steps: [{ write: "src/one.txt", content: "one\n" }, { commit: "The agent's own commit" }] },
  "QA-002": { writes: ["src/two.txt"], steps: [{ write: "src/two.txt", content: "two\n" }] },
};
const NEED_MAIN = [["run"], ["claim", "QA-001"], ["land", "main"], ["abort", "QA-001"]] as const;

async function expectAllLanded(place: Workplace): Promise<void> {
  expect(await onMain(place, "src/one.txt")).toBe("one\n");
  expect(await onMain(place, "src/two.txt")).toBe("two\n");
  expect(await landings(place)).toHaveLength(2);
  expect(await findDamage(place)).toEqual([]);
}

/** A state directory of its own for repositories that are no workplace. */
async function placeWithoutRemote(): Promise<{ readonly clone: string }> {
  const root = await temporaryDirectory();
  process.env["XDG_STATE_HOME"] = join(root, "state");
  const clone = join(root, "clone");
  await git(root, "init", "--quiet", clone);
  return { clone };
}

describe("bad repositories", () => {
  it("outside of any repository every command says so", async () => {
    const place = { clone: await temporaryDirectory() };
    for (const command of [...NEED_MAIN, ["tasks"], ["plan"], ["init"], ["check"], ["status"], ["report"]])
      expectClearError(await signalbox(place, ...command), 2, /git work tree/);
  });

  it("an empty repository without a remote has no tasks, can be set up, and says what a run needs", async () => {
    const place = await placeWithoutRemote();
    expect((await signalbox(place, "tasks")).exitCode).toBe(0);
    expect((await signalbox(place, "init")).exitCode).toBe(0);
    for (const command of NEED_MAIN) expectClearError(await signalbox(place, ...command), 2, /remote named `origin`/);
    expect((await signalbox(place, "check")).exitCode).toBe(0);
  });

  it("a clone of an empty remote, still on its unborn branch, is told to push main first", async () => {
    const place = await placeWithoutRemote();
    const remote = join(place.clone, "../remote.git");
    await git(place.clone, "init", "--quiet", "--bare", remote);
    await git(place.clone, "remote", "add", "origin", remote);
    await writeFiles(place.clone, {
      "docs/prompts/QA-001.md": "# QA-001: A task\n",
      "signalbox.yaml": "tasks:\n  prompts: [docs/prompts]\n",
    });
    expect(JSON.parse((await signalbox(place, "tasks", "--json")).printed).tasks).toMatchObject([{ id: "QA-001" }]);
    for (const command of NEED_MAIN) expectClearError(await signalbox(place, ...command), 2, /branch `main`/);
    expect(await git(remote, "for-each-ref")).toBe("");
  });

  it.each([
    ["is gone", async ({ remote }: Workplace) => rename(remote, `${remote}.moved`), 2],
    ["is no repository", async ({ remote }: Workplace) => rename(join(remote, "HEAD"), join(remote, "HEAD.moved")), 1],
    [
      "does not answer",
      async ({ clone }: Workplace) => void (await git(clone, "remote", "set-url", "origin", "git://127.0.0.1:1/none")),
      1,
    ],
  ])("a remote that %s is one clear line", async (_, spoil, exitCode) => {
    const place = await makeWorkplace({ tasks: TASKS });
    await spoil(place);
    for (const command of NEED_MAIN) expectClearError(await signalbox(place, ...command), exitCode, /remote|repository/);
  });

  it("a dirty checkout on a detached HEAD is neither needed nor touched by a run", async () => {
    const place = await makeWorkplace({ tasks: TASKS });
    await git(place.clone, "checkout", "--quiet", "--detach", "HEAD~1");
    await writeFiles(place.clone, { "src/start.txt": "edited\n", "src/one.txt": "mine, uncommitted\n", "src/staged.txt": "staged\n" });
    await git(place.clone, "add", "src/staged.txt");
    const look = async () => [
      await git(place.clone, "status", "--porcelain=v2", "--branch", "--untracked-files=all"),
      await git(place.clone, "diff", "HEAD"),
      await git(place.clone, "for-each-ref", "refs/heads"),
    ];
    const before = await look();
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(0);
    expect(await look()).toEqual(before);
    await expectAllLanded(place);
  });
});

describe("a remote that refuses", () => {
  async function refuse({ remote }: Workplace, refs: string): Promise<string> {
    const hook = join(remote, "hooks/pre-receive");
    const script = `#!/bin/sh\nwhile read -r old new ref; do case "$ref" in ${refs}) echo "the owner says no to $ref" >&2; exit 1 ;; esac; done\n`;
    await mkdir(join(remote, "hooks"), { recursive: true });
    await writeFile(hook, script);
    await chmod(hook, 0o755);
    return hook;
  }

  it("every push: nothing is started, and the refusal is said in its own words", async () => {
    const place = await makeWorkplace({ tasks: TASKS });
    await refuse(place, "*");
    const before = await git(place.remote, "for-each-ref");
    for (const command of [["run"], ["claim", "QA-001"]]) {
      const said = await signalbox(place, ...command);
      expectClearError(said, 1, /the owner says no/);
    }
    expect(await git(place.remote, "for-each-ref")).toBe(before);
    expect((await readStore(place)).sessions).toEqual([]);
  });

  it("main only: a person is asked, main stays, and the same work lands once the remote agrees", async () => {
    const place = await makeWorkplace({ tasks: TASKS });
    const hook = await refuse(place, "refs/heads/main");
    const main = await git(place.remote, "rev-parse", "main");
    const { exitCode, report } = await runAll(place, "--agents", "2");
    expect(exitCode).toBe(1);
    expect(report.run).toMatchObject({ outcome: "needs-person", reason: expect.stringContaining("the owner says no") });
    expect(await git(place.remote, "rev-parse", "main")).toBe(main);
    await rename(hook, `${hook}.off`);
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(0);
    await expectAllLanded(place);
    expect(bodies(await readStore(place), "agent-started")).toHaveLength(2);
  });
});

const CANNOT_MOUNT = "only root may mount a file system of its own";

/** Mounts a small file system there; false where that is not allowed. */
async function mounted(path: string, options: string): Promise<boolean> {
  await mkdir(path, { recursive: true });
  try {
    await execute("mount", ["-t", "tmpfs", "-o", options, "tmpfs", path]);
  } catch {
    return false;
  }
  onTestFinished(async () => {
    await execute("umount", ["--lazy", path]);
  });
  return true;
}

describe("bad disks", () => {
  it("a full disk is one clear line, nothing is half-applied, and the same command goes on once there is room", async (context) => {
    const place = await makeWorkplace({ tasks: TASKS });
    if (!(await mounted(place.state, "size=600k"))) return context.skip(CANNOT_MOUNT);
    const { exitCode, printed } = await signalbox(place, "run", "--agents", "2", "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(printed).error).toMatchObject({ code: "disk-full", next: expect.stringContaining("free some") });
    expect(await landings(place)).toEqual([]);
    await execute("mount", ["-o", "remount,size=200m", place.state]);
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(0);
    await expectAllLanded(place);
  });

  it("a disk that an agent fills up loses nothing, and the work lands once there is room", async (context) => {
    const fill = { run: ["sh", "-c", "head -c 30000000 /dev/zero > src/large.bin; rm -f src/large.bin"], attempts: [1] };
    const place = await makeWorkplace({
      tasks: { ...TASKS, "QA-001": { writes: ["src"], steps: [fill, { write: "src/one.txt", content: "one\n" }] } },
    });
    if (!(await mounted(place.state, "size=6m"))) return context.skip(CANNOT_MOUNT);
    const said = await signalbox(place, "run", "--agents", "2");
    expect([0, 1], said.noted).toContain(said.exitCode);
    await execute("mount", ["-o", "remount,size=200m", place.state]);
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(0);
    await expectAllLanded(place);
  });

  it("a remote that cannot be written is one clear line and leaves no trace", async (context) => {
    const place = await makeWorkplace({ tasks: TASKS });
    const real = `${place.remote}.real`;
    await rename(place.remote, real);
    if (!(await mounted(place.remote, "size=20m"))) return context.skip(CANNOT_MOUNT);
    await execute("cp", ["-a", `${real}/.`, place.remote]);
    await execute("mount", ["-o", "remount,ro", place.remote]);
    expectClearError(await signalbox(place, "run"), 1, /unpack/);
    const claimed = await signalbox(place, "claim", "QA-001");
    expect(claimed.noted).toMatch(/^signalbox claim: refused: it cannot be done just now; next: [^\n]*unpack[^\n]*$/);
    expect(claimed.exitCode).toBe(3);
    expect(await git(place.remote, "for-each-ref", "refs/signalbox")).toBe("");
  });

  it("a state directory that cannot be written, or not any more, is one clear line", async (context) => {
    const place = await makeWorkplace({ tasks: TASKS });
    if (!(await mounted(place.state, "ro,size=1m"))) return context.skip(CANNOT_MOUNT);
    for (const command of [["run"], ["claim", "QA-001"], ["status"]])
      expectClearError(await signalbox(place, ...command), 2, /XDG_STATE_HOME/);
    await execute("mount", ["-o", "remount,rw,size=200m", place.state]);
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(0);
    await execute("mount", ["-o", "remount,ro", place.state]);
    for (const command of [["run"], ["status"], ["rollback", "QA-001"]]) {
      const said = await signalbox(place, ...command);
      expect(said.exitCode, said.noted).not.toBe(70);
      expectClearError(said, said.exitCode, /expected/);
    }
    expect(await landings(place)).toHaveLength(2);
  });
});

describe("no git identity", () => {
  it("a machine on which git knows nobody runs, lands and claims all the same", async () => {
    const place = await makeWorkplace({ tasks: TASKS });
    const nobody = { HOME: join(place.root, "home"), GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", EMAIL: "" };
    await mkdir(nobody.HOME);
    const program = join(import.meta.dirname, "../../bin/signalbox.js");
    const run = startProgram(place, program, ["run", "--agents", "2"], nobody);
    expect(await run.ended, run.output()).toBe(0);
    await expectAllLanded(place);
  });
});
