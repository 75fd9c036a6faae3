import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { git, temporaryDirectory, writeFiles } from "../support/repository.ts";
import { commitAll, FILES, onMain, ownersClone, signalbox, signalboxJson } from "./support/signalbox.ts";

type Findings = readonly { readonly check: string; readonly severity: string; readonly message: string; readonly fix: string | null }[];
const about = (findings: Findings, check: string) => findings.filter((finding) => finding.check === check);

describe("doctor", () => {
  it("looks at the machine, the remote, hooks, agents, space and workflows, each with a fix", async () => {
    const programs = await temporaryDirectory();
    await writeFile(join(programs, "codex"), '#!/bin/sh\necho "codex-cli 0.42.1"\n', { mode: 0o755 });
    const path = process.env["PATH"];
    process.env["PATH"] = `${programs}:${path}`;
    onTestFinished(() => {
      process.env["PATH"] = path;
    });
    const { clone, remote } = await ownersClone();
    const { code, json } = await signalboxJson(clone, "doctor");
    expect(code).toBe(0);
    const findings: Findings = json.findings;
    for (const check of ["git", "node", "repository", "remote", "disk", "workflows"]) {
      expect(about(findings, check)).toMatchObject([{ severity: "ok", fix: null }]);
    }
    expect(about(findings, "protection")).toMatchObject([
      { severity: "warning", fix: expect.stringContaining("doctor --fix"), fixable: true },
    ]);
    expect(about(findings, "hook")).toMatchObject([{ severity: "warning", fix: "signalbox check --install", fixable: true }]);
    const codex = `codex 0.42.1 (${join(programs, "codex")}); Signalbox was tried with 0.169.0`;
    expect(about(findings, "agents")).toContainEqual(expect.objectContaining({ message: codex }));
    expect(await git(remote, "for-each-ref", "refs/signalbox")).toBe("");
  });

  it("--fix protects main on a local remote and installs the hook; work still lands", async () => {
    const owner = await ownersClone();
    const { clone } = owner;
    const { code, json } = await signalboxJson(clone, "doctor", "--fix");
    expect(code).toBe(0);
    expect(json.fixed).toHaveLength(2);
    for (const check of ["protection", "hook"]) expect(about(json.findings, check)).toMatchObject([{ severity: "ok" }]);
    await writeFiles(clone, { "src/extra.txt": "extra\n" });
    await commitAll(clone, "Extra");
    await expect(git(clone, "push", "-q", "origin", "main")).rejects.toThrow(/only the lander/);
    expect((await signalboxJson(clone, "land", "main")).code).toBe(0);
    expect(await onMain(owner, "src/extra.txt")).toBe("extra");
    expect((await signalboxJson(clone, "doctor", "--fix")).json.fixed).toEqual([]);
  });

  it("finds what will fail, and ends with 1", async () => {
    const { clone } = await ownersClone({
      ...FILES,
      "signalbox.yaml": "agents:\n  gone: { driver: command, run: [no-such-agent] }\n  unscripted: { driver: scripted, script: no.yaml }\n",
      ".github/workflows/old.yml": "on: pull_request\njobs: { a: { runs-on: x, steps: [{ run: npm test }] } }\n",
    });
    const said = await signalbox(clone, "doctor");
    expect(said.code).toBe(1);
    expect(said.out).toMatch(/^problem +agents +expected what the agent `gone` runs, got no `no-such-agent`$/m);
    expect(said.out).toMatch(/^problem +agents +expected what the agent `unscripted` runs, got no `no\.yaml`$/m);
    expect(said.out).toMatch(/^warning +workflows +obsolete: only pull requests trigger \.github\/workflows\/old\.yml/m);
    expect(said.out).toMatch(/^problem +workflows +failing: \.github\/workflows\/old\.yml needs a package\.json/m);
  });

  it("still looks at the machine where the repository, the remote or the configuration is wrong", async () => {
    const nowhere = await temporaryDirectory();
    const { code, json } = await signalboxJson(nowhere, "doctor");
    expect(code).toBe(1);
    expect(about(json.findings, "git")).toMatchObject([{ severity: "ok" }]);
    expect(about(json.findings, "repository")).toMatchObject([{ severity: "problem", message: expect.stringContaining("git work tree") }]);

    const { clone, remote } = await ownersClone({ ...FILES, "signalbox.yaml": "gates: 7\n" });
    expect(about((await signalboxJson(clone, "doctor")).json.findings, "repository")[0]?.message).toContain("gates");
    await git(clone, "remote", "set-url", "origin", `${remote}-gone`);
    await mkdir(`${remote}-gone`);
    await git(clone, "update-ref", "-d", "refs/remotes/origin/main");
    await writeFile(join(clone, "signalbox.yaml"), "");
    expect((await signalboxJson(clone, "doctor")).code).toBe(1);
  });
});
