import { writeFile } from "node:fs/promises";
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

describe("agent programs", () => {
  it("are named with their version; one that does not tell it is a warning, one that is configured and gone a problem", async () => {
    const directory = await temporaryDirectory();
    const program = (name: string, body: string) => writeFile(join(directory, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    await program("claude", 'echo "2.1.0 (Claude Code)"');
    await program("gemini", "echo starting; exit 3");
    const { agents } = parseConfig({ agents: { a: { driver: "command", run: ["claude"] }, b: { driver: "command", run: ["gone"] } } });
    const findings = await checkAgentPrograms(agents, directory, `${directory}:/bin:/usr/bin`);
    expect(findings.map(({ severity, message }) => [severity, message.split(" (")[0]])).toEqual([
      ["problem", "expected what the agent `b` runs, got no `gone`"],
      ["ok", "claude 2.1.0"],
      ["warning", "gemini"],
    ]);
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
