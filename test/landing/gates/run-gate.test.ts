import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findSandbox } from "../../../src/agents/find-sandbox.ts";
import type { Sandbox } from "../../../src/agents/sandbox.ts";
import type { Gate } from "../../../src/landing/gates/gate.ts";
import { environmentHash, gateEnvironment } from "../../../src/landing/gates/gate-environment.ts";
import { type GateContext, runGate } from "../../../src/landing/gates/run-gate.ts";
import { systemRandom } from "../../../src/system/clock.ts";
import { temporaryDirectory } from "../../support/repository.ts";
import { until } from "../../support/until.ts";
import { gate, gateSite, TREE } from "./support/gate-site.ts";

const brokenSandbox: Sandbox = { confined: true, because: "a test", wrap: () => Promise.reject(new Error("no namespaces")) };

describe("promise 5: done means evidence", () => {
  it("judges by the exit code of argv or of one line for sh, and keeps the output", async () => {
    const { context, saved, opened, closed } = await gateSite();
    const passed = await runGate(context, gate(["node", "-e", "console.log('fine')"]), TREE);
    expect(passed).toMatchObject({ kind: "passed", cached: false });
    const failed = await runGate(context, gate("cat only-file; echo broken >&2; exit 3"), TREE);
    expect(failed).toMatchObject({ kind: "failed", detail: "content\nbroken\n" });
    expect(await readFile(failed.outputFile ?? "", "utf8")).toBe("content\nbroken\n");
    expect(saved.map((result) => result.passed)).toEqual([true, false]);
    expect(closed).toEqual(opened);
  });

  it("reuses a pass for the same tree, command and environment only, and never a failure", async () => {
    const { context, opened } = await gateSite();
    const check = gate("test -f only-file");
    await runGate(context, check, TREE);
    expect(await runGate(context, check, TREE)).toMatchObject({ kind: "passed", cached: true });
    expect(opened).toHaveLength(1);
    await runGate(context, check, "b".repeat(40));
    await runGate(context, gate("test -f only-file && true"), TREE);
    await runGate({ ...context, env: { ...context.env, EXTRA: "1" } }, check, TREE);
    await runGate({ ...context, machine: { DATABASE: "one" } }, { ...check, environment: ["DATABASE"] }, TREE);
    await runGate({ ...context, machine: { DATABASE: "two" } }, { ...check, environment: ["DATABASE"] }, TREE);
    expect(opened).toHaveLength(6);
    const same = { ...check, needs: ["types"], timeoutMs: 1, environment: ["DATABASE"] };
    expect(await runGate({ ...context, machine: { DATABASE: "two", OTHER: "x" } }, same, TREE)).toMatchObject({ cached: true });
    await runGate(context, gate("false"), TREE);
    expect(await runGate(context, gate("false"), TREE)).toMatchObject({ kind: "failed", cached: false });
    expect(opened).toHaveLength(8);
  });

  it("gives each gate a clean checkout of its own", async () => {
    const { context, opened } = await gateSite();
    const runs = ["touch left-over", "test ! -e left-over", "test ! -e left-over"];
    const verdicts = await Promise.all(runs.map((run, index) => runGate(context, gate(run, { name: `g${index}` }), TREE)));
    expect(verdicts.map(({ kind }) => kind)).toEqual(["passed", "passed", "passed"]);
    expect(new Set(opened).size).toBe(3);
  });

  it("runs with an allow-listed environment and a HOME and TMPDIR of its own, gone afterwards", async () => {
    const machine = { PATH: process.env["PATH"], SECRET_KEY: "s", API: "a" };
    const { context, directory } = await gateSite({ env: gateEnvironment(machine), machine });
    const result = await runGate(context, gate("env; touch $HOME/x $TMPDIR/y; exit 1", { environment: ["API", "NOT_SET"] }), TREE);
    const names = (result.detail.match(/^[A-Z_]+(?==)/gm) ?? []).filter((name) => !["PWD", "OLDPWD", "SHLVL", "_"].includes(name));
    expect(names.sort()).toEqual(["API", "CI", "HOME", "PATH", "SIGNALBOX_RUN_TOKEN", "TMPDIR"]);
    expect(result.detail).toContain(`HOME=${directory}`);
    expect((await readdir(directory)).filter((name) => name.startsWith("run-"))).toEqual([]);
  });

  it("keeps output up to a limit, says how much it dropped, and does not end a talkative gate", async () => {
    const { context } = await gateSite({ outputBytesMax: 1000 });
    const result = await runGate(context, gate(["node", "-e", "process.stdout.write('x'.repeat(300000) + 'the end')"]), TREE);
    expect(result.kind).toBe("passed");
    const kept = await readFile(result.outputFile ?? "", "utf8");
    expect(kept.length).toBeLessThan(1100);
    expect(kept).toMatch(/299007 more bytes were not kept/);
  });

  it("an environment's hash depends on command and values, not on order", () => {
    const [check, other] = [gate("a"), gate("b")];
    expect(environmentHash(check, { A: "1", B: "2" })).toBe(environmentHash(check, { B: "2", A: "1" }));
    expect(environmentHash(check, { A: "1" })).not.toBe(environmentHash(check, { A: "2" }));
    expect(environmentHash(check, {})).not.toBe(environmentHash(other, {}));
  });
});

describe("what is the machine's fault is never the change's", () => {
  const cases: readonly [string, Partial<GateContext>, Gate, string][] = [
    ["a program that is not installed", {}, gate(["no-such-program-anywhere"]), "spawn-failed"],
    ["a timeout", {}, gate("sleep 600", { timeoutMs: 200 }), "timed-out"],
    ["a gate killed from outside", {}, gate("kill -9 $$"), "killed"],
    ["a child killed from outside", {}, gate("sh -c 'kill -9 $$'; exit $?"), "killed"],
    ["a gate ended by the system", {}, gate("kill -TERM $$"), "killed"],
    ["a checkout that vanished", {}, gate('rm -rf "$PWD"; exit 1'), "checkout-lost"],
    ["a full disk", {}, gate("echo 'cp: write error: No space left on device' >&2; exit 1"), "disk-full"],
    ["no checkout at all", { openCheckout: () => Promise.reject(new Error("worktree lost")) }, gate("true"), "checkout-lost"],
    ["no room for a checkout", { openCheckout: () => Promise.reject(new Error("ENOSPC: no space left")) }, gate("true"), "disk-full"],
    ["a box that cannot be made", { sandbox: brokenSandbox }, gate("true"), "spawn-failed"],
    ["a cancelled run", { signal: AbortSignal.abort() }, gate("sleep 600"), "cancelled"],
  ];

  it.each(cases)("%s", async (_, patch, check, cause) => {
    const { context, saved, opened, closed } = await gateSite(patch);
    expect(await runGate(context, check, TREE)).toMatchObject({ kind: "infrastructure", cause });
    expect(saved).toEqual([]);
    expect(closed).toEqual(opened);
  });

  it("but a program that crashes by itself is the change's", async () => {
    const { context } = await gateSite();
    const verdict = await runGate(context, gate("echo working; kill -SEGV $$"), TREE);
    expect(verdict).toMatchObject({ kind: "failed", detail: "working\n\nended by SIGSEGV" });
  });

  it("a checkout that something happened to is given to nobody again", async () => {
    const { context, returned } = await gateSite();
    for (const run of ["kill -9 $$", 'rm -rf "$PWD"; exit 1', "exit 1", "true"]) await runGate(context, gate(run), TREE);
    expect(returned).toEqual(["lost", "lost", "kept", "kept"]);
  });

  it("but a program of the tree's own that the change removed is the change's", async () => {
    const { context } = await gateSite();
    expect(await runGate(context, gate(["./scripts/check.sh"]), TREE)).toMatchObject({
      kind: "failed",
      detail: expect.stringContaining("in the tree"),
    });
  });
});

describe("a gate leaves nothing behind", () => {
  it("ends daemons that left the process group, and does not wait for them", async () => {
    const { context } = await gateSite();
    const marker = systemRandom.hex(8);
    const result = await runGate(
      context,
      gate(`setsid sh -c 'touch up; sleep 300; : ${marker}' & until test -e up; do sleep 0.01; done`),
      TREE,
    );
    expect(result.kind).toBe("passed");
    await until(async () => !(await commandLines()).some((line) => line.includes(marker) && !line.includes("vitest")), {
      what: "no daemon",
    });
  });

  it("runs inside a sandbox that hides what it is told to", async ({ skip }) => {
    const sandbox = await findSandbox("auto");
    if (!sandbox.confined) skip(sandbox.because);
    const { context, directory } = await gateSite({ sandbox });
    const secret = join(await temporaryDirectory(), "secret");
    await writeFile(secret, "top secret\n");
    const hidden = await runGate({ ...context, hidden: [secret] }, gate(`touch here && ! cat ${secret}`), TREE);
    expect(hidden).toMatchObject({ kind: "passed" });
    await runGate(context, gate(`touch ${directory}/outside`), TREE);
    expect(await readdir(directory)).not.toContain("outside");
  });
});

async function commandLines(): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "")));
}
