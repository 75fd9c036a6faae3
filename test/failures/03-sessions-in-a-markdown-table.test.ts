import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore } from "../support/history.ts";
import { gathered, letGo, MEET } from "../support/meeting.ts";
import { git, writeFiles } from "../support/repository.ts";
import { makeWorkplace, pushAll, runAll, SESSIONS, signalbox, startSignalbox, type Workplace } from "../support/run.ts";
import { until } from "../support/until.ts";

/** A person's session, written down by hand: Signalbox knows nothing of it. */
const BY_HAND = "- Session-20260102-OPS-9-89abcdef: Ana moves the mail server";
const TABLE = `# Active Sessions\n\n${BY_HAND}\n`;

/** Deletes every session of everybody, in the table and in the folder. */
const SWEEP = { run: ["sh", "-c", `sed -i /Session-/d ${SESSIONS} && rm -rf docs/sessions`], must: true };

async function bystander({ root, remote }: Workplace): Promise<Pick<Workplace, "clone">> {
  const clone = join(root, "bystander");
  await git(root, "clone", "--quiet", remote, clone);
  return { clone };
}

async function claimOf({ remote }: Workplace, task: string): Promise<string> {
  return git(remote, "for-each-ref", "--format=%(objectname) %(contents)", `refs/signalbox/claims/${task}`);
}

describe("failure 3: sessions kept in a Markdown table", () => {
  it("no bystander, agent or person, ends a live session: not in the table, not in its file, not its claim", async () => {
    const place = await makeWorkplace({
      files: { [SESSIONS]: TABLE },
      tasks: {
        "QA-001": { writes: ["src/one.txt"], steps: [MEET, { write: "src/one.txt", content: "one\n" }] },
        "QA-002": { writes: ["src/two.txt"], steps: [{ write: "src/two.txt", content: "two\n" }] },
        "QA-003": { writes: ["src/three.txt"], after: ["QA-002"], steps: [SWEEP, { write: "src/three.txt", content: "three\n" }] },
      },
    });
    const running = runAll(place, "--agents", "2");
    const trees = await gathered(place, 1);
    await until(async () => (await onMain(place, "src/three.txt")) !== undefined, { what: "the sweeper's landing", timeoutMs: 60_000 });
    const session = /Session-\d{8}-QA-001-[0-9a-f]{8}/.exec(await claimOf(place, "QA-001"))?.[0] ?? "";
    expect(await onMain(place, SESSIONS)).toContain(session);
    expect(await onMain(place, SESSIONS)).toContain(BY_HAND);
    expect(await onMain(place, `docs/sessions/active/${session}.md`)).toContain("QA-001");

    const other = await bystander(place);
    const held = await claimOf(place, "QA-001");
    const claimed = await signalbox(other, "claim", "QA-001", "--as", "bystander");
    expect(claimed.exitCode).toBe(3);
    expect(claimed.noted).toMatch(/^signalbox claim: .*signalbox@.*next: /s);
    const released = await signalbox(other, "release", "QA-001");
    expect(released.exitCode).toBe(2);
    expect(await claimOf(place, "QA-001")).toBe(held);

    await letGo(trees);
    const { exitCode } = await running;
    expect(exitCode).toBe(0);
    const dropped = (await readStore(place)).events.filter(({ task, body }) => task === "QA-003" && body.kind === "edit-dropped");
    expect(dropped.length).toBeGreaterThan(0);
    expect(await onMain(place, SESSIONS)).toBe(TABLE);
    expect(await findDamage(place)).toEqual([]);
  });

  it("every session removes its own entry by landing, and a person's push that deletes a live one does not end it", async () => {
    const place = await makeWorkplace({
      files: { [SESSIONS]: TABLE },
      tasks: {
        "QA-001": { writes: ["src/one.txt"], steps: [MEET, { write: "src/one.txt", content: "one\n" }] },
        "QA-002": { writes: ["src/two.txt"], steps: [{ write: "src/two.txt", content: "two\n" }] },
      },
    });
    const running = runAll(place, "--agents", "2");
    const trees = await gathered(place, 1);
    await until(async () => (await onMain(place, "src/two.txt")) !== undefined, { what: "the first landing", timeoutMs: 60_000 });
    const { clone } = await bystander(place);
    expect(await git(clone, "show", `HEAD:${SESSIONS}`)).toContain("QA-001");
    await git(clone, "rm", "-r", "--quiet", "docs/sessions");
    await writeFiles(clone, { [SESSIONS]: TABLE });
    await pushAll(clone, "Tidy up the sessions");
    const foreign = await git(clone, "rev-parse", "HEAD");
    await letGo(trees);
    const { exitCode } = await running;
    expect(exitCode).toBe(0);
    const history = await readStore(place);
    expect(bodies(history, "change-withdrawn")).toEqual([]);
    expect(history.sessions.map(({ state }) => state)).toEqual(["archived", "archived"]);
    expect(await onMain(place, SESSIONS)).toBe(TABLE);
    for (const { id } of history.sessions) expect(await onMain(place, `docs/sessions/completed/${id}.md`), id).toContain(id);
    expect(await findDamage(place, { foreign: [foreign] })).toEqual([]);
  });

  it("a claim lives as long as its holder works, however short its time, and not longer than its holder", async () => {
    const place = await makeWorkplace({
      config: { limits: { hostSeconds: 3 } },
      tasks: { "QA-001": { writes: ["src/one.txt"], steps: [MEET, { write: "src/one.txt", content: "one\n" }] } },
    });
    const running = startSignalbox(place, "run");
    await gathered(place, 1);
    const other = await bystander(place);
    const seen = new Set<string>();
    await until(
      async () => {
        const said = await signalbox(other, "claim", "QA-001", "--as", "bystander");
        expect(said.exitCode, said.noted).toBe(3);
        seen.add(await git(place.remote, "for-each-ref", "--format=%(objectname)", "refs/signalbox/hosts"));
        return seen.size > 3;
      },
      { what: "three renewals", timeoutMs: 60_000 },
    );
    running.child.kill("SIGKILL");
    await running.ended;
    let taken = "";
    await until(
      async () => {
        const said = await signalbox(other, "claim", "QA-001", "--as", "bystander", "--json");
        taken = said.printed;
        return said.exitCode === 0;
      },
      { what: "the dead holder's claim to end", timeoutMs: 60_000 },
    );
    expect(JSON.parse(taken).claim).toMatchObject({ task: "QA-001", epoch: 2 });
  });
});
