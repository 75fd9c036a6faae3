import { execFile } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { livingProcesses } from "../support/damage.ts";
import { onMain } from "../support/history.ts";
import { git, makeRemoteAndClone } from "../support/repository.ts";
import { makeWorkplace, signalbox } from "../support/run.ts";

const execute = promisify(execFile);
const SIGNALBOX = fileURLToPath(new URL("../../bin/signalbox.js", import.meta.url));

/** Runs a program where there is no network but the loopback device. */
const OFFLINE = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
const mayUnshare = await execute("unshare", ["--net", "ip", "link", "set", "lo", "up"]).then(
  () => true,
  () => false,
);

describe("promise 10: one command, no account, offline, no daemon", () => {
  it("signalbox run needs a PATH and nothing else: no network, no HOME of its own, no git identity; and leaves no process", async () => {
    const place = await makeWorkplace({
      tasks: { "QA-001": { writes: ["src/one.txt"], steps: [{ write: "src/one.txt", content: "one\n" }] } },
    });
    const home = join(place.root, "home");
    await mkdir(home);
    const command = [...(mayUnshare ? OFFLINE : []), process.execPath, "--disable-warning=ExperimentalWarning", SIGNALBOX, "run", "--json"];
    const [program = "", ...args] = command;
    const env = { PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`, HOME: home, XDG_STATE_HOME: place.state };
    const { stdout } = await execute(program, args, { cwd: place.clone, env });
    expect(JSON.parse(stdout).report.metrics.tasks).toMatchObject({ total: 1, landed: 1, verified: 1 });
    expect(await onMain(place, "src/one.txt")).toBe("one\n");
    expect(await livingProcesses(place.root)).toEqual([]);
    expect(await readdir(home)).toEqual([]);
    expect(await git(place.clone, "status", "--porcelain")).toBe("");
    for (const question of ["status", "report", "tasks", "plan"])
      expect(await signalbox(place, question), question).toMatchObject({ exitCode: 0, noted: "" });
  });

  it("a repository needs no preparation: init finds prompts, roadmap and gates, writes one file, and everything reads it", async () => {
    const { clone } = await makeRemoteAndClone({
      "package.json": JSON.stringify({ name: "app", scripts: { test: "node --test" } }),
      "docs/prompts/QA-001.md": "# QA-001: Fix the first thing\n\nWrite `src/one.txt`.\n",
      "ROADMAP.md": "# Roadmap\n\n- [ ] QA-001: Fix the first thing\n- [ ] QA-002: Fix the second thing\n",
    });
    expect((await signalbox({ clone }, "init")).exitCode).toBe(0);
    expect(await git(clone, "status", "--porcelain")).toBe("?? signalbox.yaml");
    const listed = JSON.parse((await signalbox({ clone }, "tasks", "--json")).printed);
    expect(listed.tasks.map(({ id }: { id: string }) => id)).toEqual(["QA-001", "QA-002"]);
    expect((await signalbox({ clone }, "init")).exitCode).toBe(2);
  });
});
