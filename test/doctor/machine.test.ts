import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { claimContext } from "../../src/claims/context.ts";
import { fileJournal } from "../../src/claims/file-journal.ts";
import { fileObservations } from "../../src/claims/file-observations.ts";
import { gitLeaseRemote } from "../../src/claims/git-lease-remote.ts";
import { parseConfig } from "../../src/core/config.ts";
import { checkAgentPrograms } from "../../src/doctor/agent-programs.ts";
import { judgeFreeBytes } from "../../src/doctor/disk-space.ts";
import { atLeast } from "../../src/doctor/program-versions.ts";
import { checkRemote } from "../../src/doctor/remote.ts";
import { systemClock, systemRandom } from "../../src/system/clock.ts";
import { makeRemoteAndClone, temporaryDirectory } from "../support/repository.ts";

describe("versions", () => {
  it.each([
    ["2.38.0", "ok"],
    ["2.38", "ok"],
    ["2.39.5", "ok"],
    ["3.0", "ok"],
    ["2.37.9", "problem"],
    ["1.99", "problem"],
    [undefined, "problem"],
  ])("git %s is %s where 2.38 is needed", (version, severity) => {
    expect(atLeast("git", version, "2.38.0").severity).toBe(severity);
  });
});

describe("disk space", () => {
  it("warns before it runs out", () => {
    const gib = 1024 ** 3;
    expect([10, 3, 0.5].map((size) => judgeFreeBytes(size * gib, "/x").severity)).toEqual(["ok", "warning", "problem"]);
  });
});

/** A directory on PATH with programs that do this. */
async function programs(bodies: Readonly<Record<string, string>>): Promise<{ readonly directory: string; readonly path: string }> {
  const directory = await temporaryDirectory();
  for (const [name, body] of Object.entries(bodies)) await writeFile(join(directory, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return { directory, path: `${directory}:/bin:/usr/bin` };
}

describe("agent programs", () => {
  it("are named with their version; one that does not tell it is a warning, one that is configured and gone a problem", async () => {
    const { directory, path } = await programs({
      claude: 'echo "2.1.0 (Claude Code)"',
      codex: "echo codex-cli 0.169.0",
      gemini: "echo starting; exit 3",
      qwen: "echo 9.9.9",
    });
    const { agents } = parseConfig({
      agents: {
        a: { driver: "command", run: ["claude"], env: ["ANTHROPIC_API_KEY"] },
        b: { driver: "command", run: ["gone"] },
        c: { driver: "acp", agent: "opencode", env: ["OPENAI_API_KEY"] },
      },
    });
    const around = { environment: { ANTHROPIC_API_KEY: "k", OPENAI_API_KEY: "k" }, home: directory };
    const findings = await checkAgentPrograms(agents, directory, path, around);
    expect(findings.map(({ severity, message }) => [severity, message.replaceAll(directory, "")])).toEqual([
      ["problem", "expected what the agent `b` runs, got no `gone`"],
      ["problem", "expected what the agent `c` runs, got no `opencode`"],
      ["warning", "claude 2.1.0 (/claude) is not the version Signalbox was tried with, 2.1.330"],
      ["ok", "codex 0.169.0 (/codex), the version Signalbox was tried with"],
      ["warning", "gemini (/gemini) does not tell its version"],
      ["ok", "qwen 9.9.9 (/qwen); Signalbox was tried with 0.15.10"],
      ["ok", "`a` is given ANTHROPIC_API_KEY"],
      ["ok", "`c` is given OPENAI_API_KEY"],
    ]);
    expect(findings[1]?.fix).toContain("npm install -g opencode-ai@1.18.33");
  });

  it("are told when they will not get at their models, with what is missing", async () => {
    const { directory, path } = await programs({ gemini: "echo 0.61.0" });
    const told = async (agent: object, environment: Readonly<Record<string, string>> = {}) => {
      const { agents } = parseConfig({ agents: { g: { driver: "acp", agent: "gemini", ...agent } } });
      return (await checkAgentPrograms(agents, directory, path, { environment, home: directory })).at(-1);
    };
    const model = { baseUrl: "http://127.0.0.1:9", keyEnv: "MY_KEY", dialect: "gemini" };
    expect(await told({}, { GEMINI_API_KEY: "k" })).toMatchObject({ severity: "warning", fix: "add GEMINI_API_KEY to agents.g.env" });
    expect(await told({ env: ["GOOGLE_API_KEY"] })).toMatchObject({
      severity: "warning",
      fix: expect.stringContaining("set GOOGLE_API_KEY"),
    });
    expect(await told({ model })).toMatchObject({ severity: "warning", fix: "set MY_KEY where signalbox runs" });
    expect(await told({ model }, { MY_KEY: "k" })).toMatchObject({ severity: "ok" });
    await mkdir(join(directory, ".gemini"));
    await writeFile(join(directory, ".gemini", "oauth_creds.json"), "{}");
    expect((await told({}))?.message).toContain("signed in for you, but sessions have a HOME of their own");
  });

  it("are missed where nobody is there to work", async () => {
    const [finding] = await checkAgentPrograms({}, "/", "/nowhere");
    expect(finding).toMatchObject({ severity: "warning", fix: expect.stringContaining("claude, codex, gemini, opencode, qwen, copilot") });
  });
});

describe("the remote", () => {
  it("is really tried: one that refuses coordination refs is a problem, in its own words", async () => {
    const { root, remote, git } = await makeRemoteAndClone({});
    const claims = claimContext({
      ...{ remote: gitLeaseRemote(git, remote), clock: systemClock, random: systemRandom },
      ...{ observations: fileObservations(join(root, "observations")), journal: fileJournal(join(root, "journal")) },
    });
    expect(await checkRemote(claims)).toMatchObject({ severity: "ok" });
    await writeFile(join(remote, "hooks/pre-receive"), "#!/bin/sh\necho no coordination here >&2\nexit 1\n", { mode: 0o755 });
    expect(await checkRemote(claims)).toMatchObject({ severity: "problem", message: expect.stringContaining("no coordination here") });
  });
});
