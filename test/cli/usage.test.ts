import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { temporaryDirectory } from "../support/repository.ts";
import { ownersClone, signalbox, signalboxJson } from "./support/signalbox.ts";

const BIN = fileURLToPath(new URL("../../bin/signalbox.js", import.meta.url));
const TRACER = new URL("./support/loaded-modules.ts", import.meta.url).href;

describe("the command line", () => {
  it("names every command in its help, and every command explains itself", async () => {
    const help = await signalbox("/", "--help");
    expect(help.code).toBe(0);
    for (const { name, options } of COMMANDS) {
      expect(help.out).toMatch(new RegExp(`^  ${name}\\b`, "m"));
      const own = await signalbox("/", name, "--help");
      expect(own).toMatchObject({ code: 0, err: "" });
      for (const [flags] of options ?? []) expect(own.out).toContain(flags);
      expect(own.out).toContain("--json");
    }
  });

  it("shows the help and ends with 2 when nothing is asked", async () => {
    expect(await signalbox("/")).toMatchObject({ code: 2, out: expect.stringContaining("Commands:"), err: "" });
    expect(await signalboxJson("/")).toMatchObject({ code: 2, json: { schema: "signalbox.usage/1", error: { code: "bad-input" } } });
  });

  it("tells its version", async () => {
    const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
    expect(await signalbox("/", "--version")).toEqual({ code: 0, out: version, err: "" });
  });

  it.each([
    [["nope"], "signalbox usage: expected a command, got `nope`; next: signalbox --help"],
    [["statsu"], "signalbox usage: expected a command, got `statsu`; next: did you mean status? signalbox --help tells more"],
    [["claim"], "signalbox claim: expected `signalbox claim <task> [options]`, got no `task`; next: signalbox claim --help"],
    [["tasks", "--bogus"], "signalbox tasks: expected `signalbox tasks [options]`, got `--bogus`; next: signalbox tasks --help"],
    [
      ["claim", "A-1", "x"],
      "signalbox claim: expected `signalbox claim <task> [options]`, got more: `A-1, x`; next: signalbox claim --help",
    ],
    [
      ["plan", "--agents", "0"],
      "signalbox plan: expected --agents to be a whole number from 1 to 64, got `0`; next: signalbox plan --help",
    ],
    [
      ["demo", "--agents", "99"],
      "signalbox demo: expected --agents to be a whole number from 1 to 16, got `99`; next: signalbox demo --help",
    ],
    [
      ["demo", "--variant", "magic"],
      "signalbox demo: expected variants among naive, signalbox, serial, got `magic`; next: signalbox demo --help",
    ],
    [
      ["demo", "--agent", "vim"],
      "signalbox demo: expected one of codex, gemini, opencode, qwen, claude, copilot, got `vim`; next: leave --agent out for scripted agents",
    ],
  ])("answers %j with one line and exit code 2", async (argv, line) => {
    expect(await signalbox("/", ...argv)).toEqual({ code: 2, out: "", err: line });
    const { code, json } = await signalboxJson("/", ...argv);
    expect(code).toBe(2);
    expect(json.error.code).toBe("bad-input");
  });

  it("refuses ids that could leave a ref, a path or a shell word", async () => {
    const { clone } = await ownersClone();
    for (const id of ["../x", "a;b", "-x.lock", "x.lock", "a..b", "$(x)"]) {
      for (const command of ["claim", "renew", "submit", "release", "abort", "rollback", "retry", "drop"]) {
        const { code, json } = await signalboxJson(clone, command, "--", id);
        expect(code).toBe(2);
        expect(json.error.code).toBe("bad-input");
      }
    }
  });

  it("takes --json before the command as well as after it", async () => {
    const { clone } = await ownersClone();
    const before = await signalbox(clone, "--json", "tasks");
    expect(before).toEqual(await signalbox(clone, "tasks", "--json"));
    expect(JSON.parse(before.out).tasks).toHaveLength(2);
  });

  it("says in any command's own schema that it is no repository, or has no remote", async () => {
    const nowhere = await temporaryDirectory();
    for (const { name, args } of COMMANDS) {
      if (["bench", "demo", "doctor", "simulate"].includes(name)) continue;
      const { code, json } = await signalboxJson(
        nowhere,
        name,
        ...(args === undefined ? [] : ["QA-001", "src"].slice(0, args.split(" ").length)),
      );
      expect([name, code, json.error.code]).toEqual([name, 2, "no-repository"]);
    }
    expect(await signalboxJson(nowhere, "demo")).toMatchObject({ code: 2, json: { error: { code: "bad-input" } } });
  });
});

describe("starting", () => {
  const loadedBy = async (cwd: string, ...argv: string[]) => {
    const file = join(await temporaryDirectory(), "modules");
    await promisify(execFile)(process.execPath, ["--import", TRACER, BIN, ...argv], { cwd, env: { ...process.env, LOADED_MODULES: file } });
    return (await readFile(file, "utf8")).trim().split("\n");
  };
  const packagesOf = (modules: readonly string[]) =>
    new Set(modules.flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []));

  it("loads nothing heavy for --help", async () => {
    const modules = await loadedBy("/", "--help");
    expect([...packagesOf(modules)]).toEqual(["commander"]);
    expect(modules.length).toBeLessThan(40);
  });

  it("loads neither the server nor the agents for status", async () => {
    const modules = await loadedBy((await ownersClone()).clone, "status");
    const packages = packagesOf(modules);
    for (const heavy of ["hono", "@hono/node-server"]) expect(packages).not.toContain(heavy);
    expect(modules.filter((url) => /\/src\/(?:agents|landing|workspaces|plan|doctor)\//.test(url))).toEqual([]);
  });
});
