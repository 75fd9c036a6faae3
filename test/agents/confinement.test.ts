import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { driverFor } from "../../src/agents/driver-for.ts";
import { findSandbox } from "../../src/agents/find-sandbox.ts";
import type { Sandbox } from "../../src/agents/sandbox.ts";
import { git, writeFiles } from "../support/repository.ts";
import { until } from "../support/until.ts";
import { setEnvironment } from "./environment.ts";
import { stage } from "./request.ts";
import { found, unconfined } from "./sandboxes.ts";

/** A machine with things to attack, none of them below the temporary directory, which is hidden anyway. */
async function battlefield() {
  const root = await mkdtemp(join(await realpath("node_modules"), ".signalbox-test-"));
  onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  const userHome = join(root, "user");
  await writeFiles(root, {
    "user/.ssh/id_ed25519": "the user's secret",
    "outside/kept": "kept",
    "state/coordinator.json": "the coordinator's token",
    "state/workspaces/Session-other/tree/theirs": "theirs",
  });
  await git(root, "init", "-q", "--bare", "remote.git");
  setEnvironment("HOME", userHome);
  const coordinator = spawn("sleep", ["600"], { stdio: "ignore", env: { ...process.env, COORDINATOR_SECRET: "in the environment" } });
  onTestFinished(() => void coordinator.kill("SIGKILL"));
  return { root, userHome, coordinator };
}

/** Lets an agent run shell commands there. The paths reach it as a file, because named files would be shown to it. */
async function attack(sandbox: Sandbox, command: string) {
  const field = await battlefield();
  const at = await stage();
  const request = at.request();
  await writeFiles(request.workspace, {
    variables: [
      `ROOT='${field.root}'`,
      `SECRET='${field.userHome}/.ssh/id_ed25519'`,
      `COORDINATOR=${field.coordinator.pid}`,
      `EXPECTED='${at.state}'`,
    ].join("\n"),
  });
  await git(request.workspace, "add", "-A");
  await git(request.workspace, "commit", "-qm", "Evil");
  const socket = createServer().listen(join(field.userHome, "agent.sock"));
  onTestFinished(() => void socket.close());
  const driver = driverFor(
    "attacker",
    { driver: "command", run: ["sh", "-c", `. ./variables\n${command}`, "sh", "{prompt}"], env: [], output: "text" },
    at.root,
    { sandbox, hidden: [join(field.root, "state"), at.state] },
  );
  const run = await driver.start(request);
  const finish = await run.finished;
  const stolen = () => readIfThere(join(request.workspace, "stolen"));
  return { ...field, at, finish, stolen, driver };
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

type Scene = Awaited<ReturnType<typeof attack>>;

interface Attack {
  readonly what: string;
  readonly command: string;
  /** True when the attack worked. */
  readonly worked: (scene: Scene) => boolean | Promise<boolean>;
  /** False for what fails even without a sandbox. */
  readonly worksUnconfined: boolean;
}

const ATTACKS: readonly Attack[] = [
  {
    what: "write outside its workspace",
    command: 'echo evil > "$ROOT/outside/evil"; echo evil > "$ROOT/outside/kept"',
    worked: ({ root }) => existsSync(join(root, "outside/evil")) || readIfThere(join(root, "outside/kept")) !== "kept",
    worksUnconfined: true,
  },
  {
    what: "write through a symbolic link",
    command: 'ln -s "$ROOT/outside" link && echo evil > link/evil',
    worked: ({ root }) => existsSync(join(root, "outside/evil")),
    worksUnconfined: true,
  },
  {
    what: "push to the remote's main by its path",
    command: 'git push "$ROOT/remote.git" HEAD:refs/heads/main',
    worked: async ({ root }) => (await git(join(root, "remote.git"), "for-each-ref")) !== "",
    worksUnconfined: true,
  },
  {
    what: "read a secret in the user's HOME",
    command: 'cat "$SECRET" > stolen',
    worked: ({ stolen }) => stolen().includes("secret"),
    worksUnconfined: true,
  },
  {
    what: "read the coordinator's token",
    command: 'cat "$ROOT/state/coordinator.json" > stolen',
    worked: ({ stolen }) => stolen().includes("token"),
    worksUnconfined: true,
  },
  {
    what: "read another session's workspace",
    command: 'cat "$ROOT/state/workspaces/Session-other/tree/theirs" > stolen',
    worked: ({ stolen }) => stolen().includes("theirs"),
    worksUnconfined: true,
  },
  {
    what: "read the coordinator's environment",
    command: 'cat "/proc/$COORDINATOR/environ" > stolen; env > own',
    worked: ({ stolen }) => stolen().includes("COORDINATOR_SECRET"),
    worksUnconfined: true,
  },
  {
    what: "find the user's ssh agent",
    command: 'test -S "$ROOT/user/agent.sock" && echo found > stolen',
    worked: ({ stolen }) => stolen().includes("found"),
    worksUnconfined: true,
  },
  {
    what: "kill the coordinator's process",
    command: 'kill -9 "$COORDINATOR"; sleep 0.1',
    worked: ({ coordinator }) => hasEnded(coordinator),
    worksUnconfined: true,
  },
  {
    what: "make the read-only writable by mounting",
    command: `
      mount -o remount,bind,rw / ; mount -t tmpfs none "$ROOT/user" ; umount "$ROOT/user"
      unshare --user --map-root-user --mount sh -c 'umount "$ROOT/user"; mount -o remount,bind,rw /; echo evil > "$1/outside/evil"; cat "$2" > stolen' sh "$ROOT" "$SECRET"
      echo evil >> "$ROOT/outside/evil"`,
    worked: ({ root, stolen }) => existsSync(join(root, "outside/evil")) || stolen() !== "",
    worksUnconfined: true,
  },
  {
    what: "leave a daemon",
    command: "setsid sh -c 'sleep 4711 & exec sleep 4711' </dev/null >/dev/null 2>&1 &",
    worked: () => isRunning("sleep\u00004711\u0000"),
    worksUnconfined: false,
  },
  {
    what: "leave a daemon that has dropped its environment",
    command: "(cd / && env -i setsid sleep 4712 </dev/null >/dev/null 2>&1 &) ; sleep 0.2",
    worked: () => isRunning("sleep\u00004712\u0000"),
    worksUnconfined: false,
  },
];

/** Looks for a command line among all processes, and ends it when it is there. */
async function isRunning(commandLine: string): Promise<boolean> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const matching = pids.filter((pid) => readIfThere(`/proc/${pid}/cmdline`) === commandLine);
  for (const pid of matching) process.kill(Number(pid), "SIGKILL");
  return matching.length > 0;
}

describe.skipIf(!found.confined)("an agent cannot leave its box", () => {
  for (const { what, command, worked } of ATTACKS) {
    it(`cannot ${what}`, async () => {
      const scene = await attack(found, command);
      expect(scene.driver.capabilities.confinement).toBe(true);
      expect(scene.finish.reason).not.toBe("spawn-failed");
      expect(await worked(scene)).toBe(false);
    });
  }

  it("can write its workspace, its HOME and its temporary directory, and reads the rest of the machine", async () => {
    const scene = await attack(
      found,
      'set -e; echo a > a; echo b > "$HOME/b"; echo c > "$TMPDIR/c"; echo d > /tmp/d; cat /etc/os-release; git log --oneline; node --version; echo done',
    );
    expect(scene.finish).toEqual({ reason: "completed", detail: "exit 0" });
    const { home, temp } = scene.at.request();
    expect([readIfThere(join(home, "b")), readIfThere(join(temp, "c"))]).toEqual(["b\n", "c\n"]);
    expect(scene.at.said()).toMatch(/^ID=[\s\S]*Evil\nv\d+/m);
  });

  it("sees of its state directory nothing but its own tree, HOME and temporary directory", async () => {
    const scene = await attack(found, 'cd "$EXPECTED" && find . -maxdepth 3 | sort && touch here');
    const session = scene.at.request().session;
    const own = [
      ".",
      "./workspaces",
      `./workspaces/${session}`,
      ...["home", "tmp", "tree"].map((name) => `./workspaces/${session}/${name}`),
    ];
    expect(scene.at.said().trim()).toBe(own.join("\n"));
    expect(scene.finish.detail).toMatch(/Read-only file system/);
  });

  it("is shown what is named readable inside something hidden, and cannot write it", async () => {
    const field = await battlefield();
    const at = await stage();
    const objects = join(field.root, "state", "cache.git", "objects");
    await mkdir(objects, { recursive: true });
    await writeFiles(objects, { pack: "objects" });
    const driver = driverFor(
      "reader",
      { driver: "command", run: ["sh", "-c", `cat ${objects}/pack; touch ${objects}/evil`], env: [], output: "text" },
      "/",
      {
        sandbox: found,
        hidden: [join(field.root, "state")],
        readable: [objects],
      },
    );
    await (await driver.start(at.request())).finished;
    expect(at.said().trim()).toBe("objects");
    expect(existsSync(join(objects, "evil"))).toBe(false);
  });

  it("finds the programs on PATH that are installed in the user's HOME, and nothing else there", async () => {
    const { userHome } = await battlefield();
    const at = await stage();
    const node = join(userHome, ".versions", "v24");
    await writeFiles(node, { "bin/node": "", "lib/node_modules/tool/cli.sh": "#!/bin/sh\nls -A $1\n", "etc/npmrc": "token" });
    await chmod(join(node, "lib/node_modules/tool/cli.sh"), 0o755);
    await symlink("../lib/node_modules/tool/cli.sh", join(node, "bin/tool"));
    setEnvironment("PATH", `${userHome}:${join(node, "bin")}:${process.env["PATH"]}`);
    const driver = driverFor("tool", { driver: "command", run: ["tool", "{prompt}"], env: [], output: "text" }, "/", { sandbox: found });
    const finish = await (await driver.start(at.request({ prompt: `${userHome} ${node}` }))).finished;
    expect(finish).toEqual({ reason: "completed", detail: "exit 0" });
    expect(at.said().trim()).toBe(`${userHome}:\n.versions\n${node}:\nbin\nlib`);
  });

  it("is not started when a link stands in the place of its HOME", async () => {
    const field = await battlefield();
    const at = await stage();
    const { home } = at.request();
    await rm(home, { recursive: true });
    await symlink(join(field.root, "outside"), home);
    const config = { driver: "command", run: ["sh", "-c", 'echo evil > "$HOME/evil"'], env: [], output: "text" } as const;
    const finish = await (
      await driverFor("linked", { ...config, run: [...config.run], env: [] }, "/", { sandbox: found }).start(at.request())
    ).finished;
    expect(finish).toMatchObject({ reason: "spawn-failed", detail: expect.stringContaining("got a link") });
    expect(existsSync(join(field.root, "outside/evil"))).toBe(false);
  });

  it("plays scripts inside the box", async () => {
    const at = await stage();
    await writeFiles(at.root, {
      "s.yaml":
        "tasks: {T-1: {steps: [{write: a.txt, content: a}, {commit: One}, {part: Half}, {crash: true}, {write: b.txt, content: b}]}}",
    });
    const driver = driverFor("demo", { driver: "scripted", script: "s.yaml" }, at.root, { sandbox: found, hidden: [at.state] });
    expect((await (await driver.start(at.request())).finished).reason).toBe("killed");
    expect((await (await driver.start(at.request({ attempt: 2 }))).finished).reason).toBe("completed");
    expect(at.said()).toContain("Landed Half.");
    expect(readIfThere(join(at.request().workspace, "b.txt"))).toBe("b");
  });
});

describe("an unconfined agent is marked so, and what it does is at best detected", () => {
  for (const { what, command, worked, worksUnconfined } of ATTACKS) {
    it(`${worksUnconfined ? "can" : "cannot"} ${what}`, async () => {
      const scene = await attack(unconfined, command);
      expect(scene.driver.capabilities.confinement).toBe(false);
      if (what.includes("kill")) await until(() => hasEnded(scene.coordinator));
      expect(await worked(scene)).toBe(worksUnconfined);
    });
  }
});

describe("finding a sandbox", () => {
  it.skipIf(!found.confined)("works for a service whose HOME is /", async () => {
    setEnvironment("HOME", "/");
    expect((await findSandbox("required")).confined).toBe(true);
  });

  it("says why there is none when it is off or bubblewrap is missing, and refuses when one is required", async () => {
    expect(await findSandbox("off")).toMatchObject({ confined: false, because: "confinement is off in the configuration" });
    setEnvironment("PATH", "/nonexistent");
    expect(await findSandbox("auto")).toMatchObject({ confined: false, because: "bubblewrap (bwrap) is not installed" });
    await expect(findSandbox("required")).rejects.toMatchObject({ code: "bad-config" });
  });

  it("does not believe a bubblewrap that holds nothing", async () => {
    const at = await stage();
    // A program that ignores every option and runs what comes after `--`.
    await writeFiles(at.root, { "bin/bwrap": '#!/bin/sh\nwhile [ "$1" != "--chdir" ]; do shift; done; cd "$2"; shift 3; exec "$@"\n' });
    await chmod(join(at.root, "bin/bwrap"), 0o755);
    setEnvironment("PATH", `${join(at.root, "bin")}:${process.env["PATH"]}`);
    const sandbox = await findSandbox("auto");
    expect(sandbox.confined).toBe(false);
    expect(sandbox.because).toMatch(/does not work here/);
  });
});
