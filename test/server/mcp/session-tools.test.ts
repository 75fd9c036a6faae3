import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSite } from "../../../src/coordinator/site.ts";
import { bodies, onMain, readStore } from "../../support/history.ts";
import { runAll, signalbox } from "../../support/run.ts";
import { ask, askInVain, connect, heldAgents } from "./support.ts";

const TWO = {
  "QA-001": { steps: [], writes: ["src/QA-001.txt"], acceptance: ["test", "-f", "src/QA-001.txt"] },
  "QA-002": { steps: [], writes: ["src/QA-002.txt", "src/shared"] },
};

describe("the tools of an agent that Signalbox started", () => {
  it("serve a session from its task to main: what it is, more paths, progress, a part, the end", async () => {
    const { place, running, given, letGo } = await heldAgents({ tasks: TWO }, "--agents", "2");
    const own = await given("QA-001");
    const client = await connect(own);

    expect(client.getInstructions()?.split("\n")).toHaveLength(3);
    const task = await ask(client, "next_task");
    expect(task).toMatchObject({ task: "QA-001", title: "Title of QA-001", lease: own.session, acceptance: "test -f src/QA-001.txt" });
    expect(task.prompt).toMatchObject({ text: expect.stringContaining("Do the work."), truncated: false });
    expect(await ask(client, "claim_task", { task: "QA-001" })).toMatchObject({ session: own.session, epoch: 1, branch: null });
    expect((await ask(client, "extend_lease", { paths: ["docs/new.md"], lease: own.session })).holds.paths).toContain("docs/new.md");

    expect(await ask(client, "report_progress", { message: "halfway\u001b[31m", percent: 50 })).toMatchObject({ percent: 50 });
    expect((await signalbox(place, "status")).printed).toContain("QA-001 says: 50 %, halfway [31m");
    expect((await signalbox(place, "logs", "QA-001")).printed).toContain("says: 50 %, halfway");

    await writeFile(join(own.cwd, "src/part.txt"), "a part\n");
    const part = await ask(client, "submit", { part: true, subject: "The first half" });
    expect(part).toMatchObject({ task: "QA-001", state: "landed", commit: expect.stringMatching(/^[0-9a-f]{40}$/), reason: null });
    expect(await onMain(place, "src/part.txt")).toBe("a part\n");
    expect(await ask(client, "submit")).toMatchObject({ state: "working", next: expect.stringContaining("end your turn") });

    await letGo("QA-001");
    await letGo("QA-002");
    expect((await running).exitCode).toBe(0);
    expect(await onMain(place, "src/QA-001.txt")).toBe("done\n");
    const history = await readStore(place);
    expect(bodies(history, "progress")).toEqual([{ kind: "progress", message: "halfway [31m", percent: 50 }]);
    expect(JSON.parse((await signalbox(place, "status", "--json")).printed).progress).toEqual([]);
  });

  it("name who holds a path or a task, until when, and what to do instead", async () => {
    const { given } = await heldAgents({ tasks: TWO }, "--agents", "2");
    const [one, two] = [await given("QA-001"), await given("QA-002")];
    const client = await connect(one);
    const { refused } = await askInVain(client, "extend_lease", { paths: ["src/free.txt", "src/shared/x.ts"] });
    expect(refused).toMatchObject({ code: "held", holder: two.session, next: expect.stringContaining("QA-002") });
    expect(refused.until).toBeGreaterThan(0);
    expect((await ask(client, "who_holds", { paths: ["src/shared/x.ts"] })).holders).toMatchObject([
      { task: "QA-002", session: two.session, you: false, holds: { paths: expect.arrayContaining(["src/shared"]) } },
    ]);
    // All or none: the free one was not taken either.
    expect((await ask(client, "who_holds", { paths: ["src/free.txt"] })).holders).toEqual([]);
    expect((await ask(client, "who_holds", { task: "QA-001" })).holders).toMatchObject([{ you: true }]);
    expect((await ask(client, "who_holds")).holders).toHaveLength(2);

    expect((await askInVain(client, "claim_task", { task: "QA-002" })).refused).toMatchObject({
      code: "busy",
      next: expect.stringContaining("QA-001 alone"),
    });
    expect((await askInVain(client, "extend_lease", { paths: ["signalbox.yaml"] })).refused).toMatchObject({ code: "out-of-lease" });
    expect((await askInVain(client, "submit", { part: true })).refused).toMatchObject({
      code: "busy",
      next: expect.stringContaining("nothing new"),
    });
    expect((await askInVain(client, "submit", { ref: "main" })).error).toMatchObject({ code: "bad-input" });
    const summary = await ask(client, "plan_summary");
    expect(summary).toMatchObject({ running: true, main: "healthy", counts: { open: 0, working: 2, landing: 0, done: 0 } });
    expect(summary.working.map(({ task }: { task: string }) => task).sort()).toEqual(["QA-001", "QA-002"]);
  });

  it("tell a part that came back why, with the evidence", async () => {
    const { given } = await heldAgents({ tasks: { "QA-001": TWO["QA-001"] } });
    const own = await given("QA-001");
    const client = await connect(own);
    await writeFile(join(own.cwd, "src/part.txt"), "BROKEN\n");
    const part = await ask(client, "submit", { part: true });
    expect(part).toMatchObject({ state: "returned", commit: null, reason: { code: "gate-failed" }, next: expect.stringContaining("mend") });
    expect(part.reason.evidence).toContain("BROKEN");
  });

  it("give a task back: the agent is ended, its work kept, its token worthless", async () => {
    const { place, running, given } = await heldAgents({ tasks: { "QA-001": TWO["QA-001"] } });
    const own = await given("QA-001");
    const client = await connect(own);
    await writeFile(join(own.cwd, "src/kept.txt"), "kept\n");
    expect(await ask(client, "release", { reason: "it needs a decision" })).toMatchObject({ task: "QA-001" });
    expect((await running).exitCode).toBe(1);
    const history = await readStore(place);
    expect(history.sessions).toMatchObject([{ state: "aborted" }]);
    expect(bodies(history, "salvaged")).toHaveLength(1);
    expect(bodies(history, "session-moved").at(-1)?.reason).toBe("given back by its agent: it needs a decision");
    await expect(ask(client, "next_task")).rejects.toThrow();
  });

  it("ask a person: the session waits, the answer begins the agent's next turn", async () => {
    const { place, running, given, letGo } = await heldAgents({ tasks: { "QA-001": TWO["QA-001"] } });
    const own = await given("QA-001");
    const client = await connect(own);
    for (let times = 1; times <= 2; times++) {
      expect(await ask(client, "ask_human", { question: "Which colour?" })).toMatchObject({
        session: own.session,
        question: "Which colour?",
      });
    }
    await letGo("QA-001");
    expect((await running).exitCode).toBe(1);
    const history = await readStore(place);
    expect(history.sessions).toMatchObject([{ state: "waiting-input", question: "Which colour?" }]);
    expect(bodies(history, "agent").filter(({ event }) => event.kind === "waiting-input")).toHaveLength(1);
    expect((await signalbox(place, "status")).printed).toContain("Which colour?");
    expect((await signalbox(place, "answer", "QA-001", "Blue")).exitCode).toBe(0);
    expect((await runAll(place)).exitCode).toBe(0);
    const { state } = await openSite(place.clone);
    const transcript = await readFile(join(state.transcripts, `${own.session}.jsonl`), "utf8");
    expect(transcript).toContain("Blue");
  });

  it("keep the token out of everything that is kept", async () => {
    const { place, running, given, letGo } = await heldAgents({ tasks: { "QA-001": TWO["QA-001"] } });
    const own = await given("QA-001");
    await letGo("QA-001");
    expect((await running).exitCode).toBe(0);
    const { state } = await openSite(place.clone);
    const transcript = await readFile(join(state.transcripts, `${own.session}.jsonl`), "utf8");
    expect(transcript).toContain("my token is [redacted]");
    expect(transcript + JSON.stringify(await readStore(place))).not.toContain(own.token);
  });
});
