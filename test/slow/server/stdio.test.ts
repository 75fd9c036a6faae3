import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "@modelcontextprotocol/client";
import { describe, expect, it } from "vitest";
import { TOOLS } from "../../../src/server/mcp/tool-table.ts";
import { ask, askInVain, connect, heldAgents, pipe } from "../../server/mcp/support.ts";
import { onMain } from "../../support/history.ts";
import { git } from "../../support/repository.ts";
import { makeWorkplace, signalbox, startSignalbox, type Workplace } from "../../support/run.ts";
import { until } from "../../support/until.ts";

const TASKS = {
  "QA-001": { steps: [], writes: ["src/one.txt"], acceptance: ["test", "-f", "src/one.txt"] },
  "QA-002": { steps: [], writes: ["src/two.txt"], after: ["QA-001"] },
  "QA-003": { steps: [], writes: ["src/three"] },
};

async function commit({ clone }: Pick<Workplace, "clone">, path: string, content: string): Promise<void> {
  await writeFile(join(clone, path), content);
  await git(clone, "add", "--all");
  await git(clone, "commit", "--quiet", "--message", `Write ${path}`);
}

describe("signalbox mcp, for an agent that Signalbox did not start", () => {
  it("where no coordinator runs: from the next task to main, and what stands in the way on it", async () => {
    const place = await makeWorkplace({ tasks: TASKS });
    const client = await pipe(place);
    expect(await ask(client, "next_task")).toMatchObject({ task: "QA-001", lease: null, acceptance: "test -f src/one.txt" });
    expect((await askInVain(client, "submit")).refused).toMatchObject({ code: "not-holder", next: expect.stringContaining("claim_task") });
    expect((await askInVain(client, "claim_task", { task: "QA-009" })).error).toMatchObject({ code: "bad-input" });

    const claimed = await ask(client, "claim_task", { task: "QA-001" });
    expect(claimed).toMatchObject({ task: "QA-001", epoch: 1, branch: "signalbox/QA-001", holds: { paths: ["src/one.txt"] } });
    expect(await ask(client, "claim_task", { task: "QA-001" })).toEqual(claimed);
    expect(await ask(client, "next_task")).toMatchObject({ task: "QA-001", lease: claimed.lease });
    expect(await ask(client, "extend_lease", { paths: ["docs/one.md"], lease: claimed.lease })).toMatchObject({
      holds: { paths: ["src/one.txt", "docs/one.md"] },
    });
    expect((await askInVain(client, "extend_lease", { paths: ["check.sh"] })).refused.code).toBe("out-of-lease");
    expect((await ask(client, "who_holds", { paths: ["docs"] })).holders).toMatchObject([{ task: "QA-001", you: true }]);
    await ask(client, "report_progress", { message: "begun", percent: 10 });
    expect((await signalbox(place, "logs", claimed.session)).printed).toContain("says: 10 %, begun");
    expect(await ask(client, "ask_human", { question: "Which colour?" })).toMatchObject({ session: claimed.session });

    await git(place.clone, "switch", "--quiet", "--create", claimed.branch, claimed.base);
    expect((await askInVain(client, "submit")).refused).toMatchObject({ code: "busy", next: expect.stringContaining("commit your work") });
    await commit(place, "src/one.txt", "BROKEN\n");
    const broken = await ask(client, "submit");
    expect(broken).toMatchObject({
      state: "returned",
      commit: null,
      reason: { code: "gate-failed" },
      next: expect.stringContaining("mend"),
    });
    expect(broken.reason.evidence).toContain("BROKEN");
    await commit(place, "src/one.txt", "half\n");
    expect(await ask(client, "submit", { part: true })).toMatchObject({ state: "landed", commit: expect.any(String) });
    await commit(place, "src/one.txt", "whole\n");
    expect(await ask(client, "submit")).toMatchObject({ state: "landed", next: expect.stringContaining("next_task") });
    expect(await onMain(place, "src/one.txt")).toBe("whole\n");
    expect(await ask(client, "submit", { lease: claimed.lease })).toMatchObject({ state: "landed" });

    expect(await ask(client, "next_task")).toMatchObject({ task: "QA-002", lease: null });
    expect(await ask(client, "plan_summary")).toMatchObject({ running: false, counts: { open: 2, working: 0, landing: 0, done: 1 } });
  });

  it("of clients that race for the same tasks one wins each, and the others are told who", async () => {
    const place = await makeWorkplace({ tasks: { ...TASKS, "QA-004": { steps: [], writes: ["src/four"] } } });
    const clients = await Promise.all([pipe(place, { args: ["--as", "Ann"] }), pipe(place, { args: ["--as", "Bob"] })]);
    for (const task of ["QA-001", "QA-003", "QA-004"]) {
      const results = await Promise.all(clients.map((client) => client.callTool({ name: "claim_task", arguments: { task } })));
      const winners = results.filter(({ isError }) => isError !== true);
      expect(winners, task).toHaveLength(1);
      const winner = winners[0]?.structuredContent as { session: string };
      const loser = clients[results.findIndex(({ isError }) => isError === true)] as Client;
      expect((await askInVain(loser, "claim_task", { task })).refused).toMatchObject({
        code: "held",
        holder: expect.stringMatching(new RegExp(`^(Ann|Bob) \\(${winner.session}\\)$`)),
        until: expect.any(Number),
        next: expect.stringContaining("take another task"),
      });
    }
  });

  it("a claim is its claimant's: others cannot act for it by its session, its claimant goes on after a restart", async () => {
    const place = await makeWorkplace({ tasks: TASKS });
    const [mine, others] = [await pipe(place), await pipe(place)];
    const { lease, session } = await ask(mine, "claim_task", { task: "QA-001" });
    const forged = lease.slice(0, -1) + (lease.endsWith("0") ? "1" : "0");
    for (const stolen of [session, forged, `${session}.`, undefined]) {
      const { refused } = await askInVain(others, "release", { reason: "not mine", ...(stolen === undefined ? {} : { lease: stolen }) });
      expect(refused, String(stolen)).toMatchObject({ code: "not-holder" });
    }
    const seen = await ask(others, "who_holds", { task: "QA-001" });
    expect(seen.holders).toMatchObject([{ session, you: false }]);
    expect(JSON.stringify(seen)).not.toContain(lease);
    await mine.close();
    const again = await pipe(place);
    expect(await ask(again, "report_progress", { message: "back", lease })).toMatchObject({ session });
    expect(await ask(again, "release", { reason: "done with it" })).toMatchObject({ task: "QA-001" });
    expect(await ask(others, "claim_task", { task: "QA-001" })).toMatchObject({ epoch: 2 });
  });

  it("works under a claim that a person made at the command line, when the person says so", async () => {
    const place = await makeWorkplace({ tasks: TASKS });
    const { claim } = JSON.parse((await signalbox(place, "claim", "QA-003", "--json")).printed);
    const client = await pipe(place, { args: ["--session", claim.session] });
    expect(await ask(client, "next_task")).toMatchObject({ task: "QA-003", lease: expect.stringContaining(claim.session) });
    expect((await ask(client, "extend_lease", { paths: ["docs/three.md"] })).holds.paths).toContain("docs/three.md");
    expect((await signalbox(place, "renew", "QA-003")).exitCode).toBe(0);
    expect(await ask(client, "release", { reason: "enough" })).toMatchObject({ task: "QA-003" });
    const wrong = startSignalbox(place, "mcp", "--session", "Session-1");
    expect(await wrong.ended).toBe(2);
    expect(wrong.output()).toMatch(/^signalbox mcp: expected a session id like .*; next: /);
  });

  it("beside a coordinator: sees its leases, its lander lands the work, its status tells of it", async () => {
    const { place, given, letGo } = await heldAgents({ tasks: TASKS }, "--only", "QA-003");
    const theirs = await given("QA-003");
    const client = await pipe(place, { args: ["--as", "Ann"] });
    expect((await ask(client, "plan_summary")).working).toMatchObject([{ task: "QA-003", session: theirs.session, state: "working" }]);
    const { branch, base, session } = await ask(client, "claim_task", { task: "QA-001" });
    // Leased while it works: its claim on the remote says nothing of that.
    await ask(await connect(theirs), "extend_lease", { paths: ["docs/live.md"] });
    for (const path of ["src/three/x.txt", "docs/live.md"]) {
      expect((await askInVain(client, "extend_lease", { paths: [path] })).refused).toMatchObject({
        code: "out-of-lease",
        next: expect.stringContaining("QA-003 holds "),
      });
    }
    await ask(client, "report_progress", { message: "nearly", percent: 90 });
    expect((await signalbox(place, "status")).printed).toContain("QA-001 says: 90 %, nearly");
    expect(JSON.parse((await signalbox(place, "status", "--json")).printed).progress).toMatchObject([{ session, message: "nearly" }]);
    await git(place.clone, "switch", "--quiet", "--create", branch, base);
    await commit(place, "src/one.txt", "one\n");
    await until(async () => (await ask(client, "submit")).state === "landed", { what: "the landing", timeoutMs: 60_000 });
    expect(await onMain(place, "src/one.txt")).toBe("one\n");
    await letGo("QA-003");
  });
});

describe("signalbox mcp, for an agent that Signalbox started", () => {
  it.each(["auto", "legacy"] as const)("passes its calls on to its coordinator (%s client)", async (mode) => {
    const { place, given } = await heldAgents({ tasks: { "QA-001": { steps: [], writes: ["src/QA-001.txt"] } } });
    const { url, token, session } = await given("QA-001");
    const env = { SIGNALBOX_MCP_URL: url, SIGNALBOX_MCP_TOKEN: token };
    const client = await pipe(place, { mode, env });
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(Object.keys(TOOLS));
    expect(await ask(client, "next_task")).toMatchObject({ task: "QA-001", lease: session });
    expect((await askInVain(client, "extend_lease", { paths: ["check.sh"] })).refused.code).toBe("out-of-lease");
    expect((await askInVain(await pipe(place, { mode, env: { ...env, SIGNALBOX_MCP_TOKEN: "x" } }), "next_task")).error).toMatchObject({
      code: "refused",
      next: expect.stringContaining("stop working"),
    });
  });
});
