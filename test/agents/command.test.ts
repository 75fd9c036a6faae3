import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CommandConfig, commandDriver } from "../../src/agents/command-driver.ts";
import { DEFAULT_DRIVER_OPTIONS } from "../../src/agents/driver-options.ts";
import type { AgentRequest } from "../../src/core/agent.ts";
import { setEnvironment } from "./environment.ts";
import { type Stage, stage } from "./request.ts";

async function command(at: Stage, config: Partial<CommandConfig>, overrides: Partial<AgentRequest> = {}) {
  const all: CommandConfig = { driver: "command", run: ["cat"], env: [], output: "text", ...config };
  const run = await commandDriver("any", all, DEFAULT_DRIVER_OPTIONS).start(at.request(overrides));
  return run.finished;
}

/** Says its arguments, one line each. */
const SAY_ARGUMENTS = [
  "node",
  "-e",
  "for (const argument of process.argv.slice(1)) console.log(JSON.stringify({ type: 'error', message: argument }))",
  "--",
];

describe("the command driver", () => {
  it("gives the prompt on standard input and ends it", async () => {
    const at = await stage();
    expect(await command(at, {}, { prompt: "Line one\nLine two" })).toEqual({ reason: "completed", detail: "exit 0" });
    expect(at.said()).toBe("Line one\nLine two\n");
  });

  it("gives the prompt as one argument where an element is exactly {prompt}, and nothing on standard input", async () => {
    const at = await stage();
    const prompt = 'a "b" $(touch evil) `c` \n {prompt}';
    await command(at, { run: ["sh", "-c", 'printf %s "$1"; cat; printf %s "$2"', "sh", "{prompt}", "x{prompt}"] }, { prompt });
    expect(at.said()).toContain('a "b" $(touch evil) `c` \n {prompt}x{prompt}');
  });

  it("lets no prompt become an option of the agent", async () => {
    const at = await stage();
    await command(at, { run: ["printf", "%s", "{prompt}"] }, { prompt: "--dangerously-skip-permissions" });
    expect(at.events[0]).toEqual({ kind: "text", text: " --dangerously-skip-permissions" });
  });

  it("submits a part for a line `signalbox: part …` and writes the answer to standard input when it is open", async () => {
    const at = await stage();
    const run = ["sh", "-c", 'echo "signalbox: part Schema first"; read answer; echo "got: $answer"', "sh", "{prompt}"];
    const onPart = async (subject: string) => `Landed\n${subject}`;
    await command(at, { run, parts: true }, { onPart });
    expect(at.events).toContainEqual({ kind: "part-ready", subject: "Schema first" });
    expect(at.said()).toContain("got: Landed Schema first");
    await command(at, { run }, { onPart });
    expect(at.said()).toMatch(/got: $/m);
  });

  it("tells the agent when its part could not be taken", async () => {
    const at = await stage();
    const run = ["sh", "-c", 'echo "signalbox: part X"; read answer; echo "got: $answer"', "sh", "{prompt}"];
    await command(at, { run, parts: true }, { onPart: () => Promise.reject(new Error("no store")) });
    expect(at.said()).toContain("got: The part could not be taken: no store");
  });

  it("gives an environment that is an allow-list, with HOME and TMPDIR of the session", async () => {
    const at = await stage();
    setEnvironment("MY_TOKEN_NAME", "passed");
    setEnvironment("SSH_AUTH_SOCK", "/somewhere/agent.sock");
    setEnvironment("AWS_SECRET_ACCESS_KEY", "not for agents");
    const request = at.request();
    await command(at, { run: ["sh", "-c", "env > environment"], env: ["MY_TOKEN_NAME", "NOT_SET"] });
    const environment = await readFile(join(request.workspace, "environment"), "utf8");
    const names = environment.split("\n").map((line) => line.split("=")[0] ?? "");
    const ours =
      /^(|PATH|HOME|TMPDIR|LANG|LANGUAGE|LC_[A-Z]+|TZ|TERM|GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL)|GIT_TERMINAL_PROMPT|SIGNALBOX_\w+|PWD|OLDPWD|SHLVL|_|MY_TOKEN_NAME)$/;
    expect(names.filter((name) => !ours.test(name))).toEqual([]);
    expect(environment).toContain(`HOME=${request.home}\n`);
    expect(environment).toContain(`TMPDIR=${request.temp}\n`);
    expect(environment).toContain("MY_TOKEN_NAME=passed\n");
  });

  it("says how a program ended", async () => {
    const at = await stage();
    expect(await command(at, { run: ["sh", "-c", "echo working; echo no luck >&2; exit 7"] })).toEqual({
      reason: "exited-nonzero",
      detail: "exit 7: no luck",
    });
    expect(await command(at, { run: ["sh", "-c", "kill -9 $$"] })).toEqual({ reason: "killed", detail: "SIGKILL" });
    const coloured = "printf '\\033[91mno \\033]0;title\\007luck\\n\\033[0m\\n'; exit 7";
    expect(await command(at, { run: ["sh", "-c", coloured] })).toEqual({ reason: "exited-nonzero", detail: "exit 7: no luck" });
    expect(at.said()).toMatch(/^no luck$/m);
  });

  it("answers with spawn-failed when a program cannot be started", async () => {
    const at = await stage();
    expect((await command(at, { run: ["no-such-agent-program"] })).detail).toContain("no-such-agent-program");
    expect((await command(at, { run: ["cat", "{prompt}"] }, { prompt: "NUL \0" })).reason).toBe("spawn-failed");
    expect((await command(at, { run: ["cat", "{prompt}"] }, { prompt: "x".repeat(3_000_000) })).reason).toBe("spawn-failed");
    expect((await command(at, {}, { workspace: join(at.root, "missing") })).reason).toBe("spawn-failed");
    expect(at.events.map((event) => event.kind)).toEqual(["finished", "finished", "finished", "finished"]);
  });

  it("takes a prompt of 5 MB on standard input, even when the program does not read it", async () => {
    const at = await stage();
    const prompt = "x".repeat(5_000_000);
    expect((await command(at, { run: ["sh", "-c", "wc -c"] }, { prompt })).reason).toBe("completed");
    expect(at.said()).toContain("5000000");
    expect((await command(at, { run: ["true"] }, { prompt })).reason).toBe("completed");
  });

  it("resumes an earlier session in the words of each program", async () => {
    const at = await stage();
    const arguments_ = () =>
      at
        .said()
        .split("The agent reports: ")
        .map((text) => text.trim())
        .slice(1);
    await command(
      at,
      { run: [...SAY_ARGUMENTS, "exec", "--json", "{prompt}"], output: "codex-json" },
      { agentSession: "id-1", prompt: "Go on" },
    );
    expect(arguments_()).toEqual(["exec", "--json", "resume", "id-1", "Go on"]);
    at.events.length = 0;
    await command(at, { run: [...SAY_ARGUMENTS, "exec", "--json"], output: "codex-json" }, { agentSession: "id-1" });
    expect(arguments_()).toEqual(["exec", "--json", "resume", "id-1", "-"]);
    at.events.length = 0;
    await command(at, { run: [...SAY_ARGUMENTS, "exec", "{prompt}"], output: "codex-json" }, { agentSession: "--evil", prompt: "Go on" });
    expect(arguments_()).toEqual(["exec", "Go on"]);
    const claude = ["sh", "-c", 'echo "$*" > arguments', "sh", "-p", "{prompt}"];
    await command(at, { run: claude, output: "claude-stream-json" }, { agentSession: "id-2", prompt: "Go on" });
    expect(await readFile(join(at.request().workspace, "arguments"), "utf8")).toBe("-p Go on --resume id-2\n");
  });
});
