import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { onMain } from "../support/history.ts";
import { git, writeFiles } from "../support/repository.ts";
import { makeWorkplace, pushAll, runAll, SESSIONS, signalbox } from "../support/run.ts";

const ADAS = "| Session-20251108-OPS-9-7b1e90aa | OPS-9 | Ada | In Progress |";
const SHOWN = `# Active Sessions\n\n| Session | Task | Owner | Status |\n|---|---|---|---|\n${ADAS}\n`;
describe("promise 9: bystanders repair nothing", () => {
  it("check says whose a stale session is and touches nothing; a bystander's commit passes the hook, a run leaves it alone", async () => {
    const place = await makeWorkplace({
      tasks: { "QA-001": { writes: ["src/one.txt"], steps: [{ write: "src/one.txt", content: "one\n" }] } },
    });
    await writeFiles(place.clone, { [SESSIONS]: SHOWN });
    await git(place.clone, "commit", "--quiet", "--all", "--author=Ada <ada@example.test>", "--message=Start OPS-9");
    await git(place.clone, "push", "--quiet", "origin", "main");
    const checked = await signalbox(place, "check", "--json");
    expect(checked.exitCode).toBe(1);
    const { findings } = JSON.parse(checked.printed);
    expect(findings).toContainEqual(expect.objectContaining({ task: "OPS-9", owner: "Ada", session: "Session-20251108-OPS-9-7b1e90aa" }));
    expect(await git(place.clone, "status", "--porcelain")).toBe("");

    expect(await signalbox(place, "check", "--install")).toMatchObject({ exitCode: 0 });
    await writeFiles(place.clone, { "src/bystander.txt": "nothing to do with Ada\n", [SESSIONS]: `${SHOWN}\nA bystander's line.\n` });
    await pushAll(place.clone, "A bystander's commit");
    expect(await git(place.clone, "log", "-1", "--format=%s")).toBe("A bystander's commit");

    expect((await runAll(place)).exitCode).toBe(0);
    expect(await onMain(place, SESSIONS)).toContain(ADAS);
    expect(await onMain(place, "src/bystander.txt")).toBeDefined();
  });

  it("nobody but its holder gives a claim back", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": { writes: ["src/one.txt"], steps: [] } } });
    expect(await signalbox(place, "claim", "QA-001", "--as", "Ada")).toMatchObject({ exitCode: 0 });
    const claim = () => git(place.remote, "rev-parse", "refs/signalbox/claims/QA-001");
    const held = await claim();
    process.env["XDG_STATE_HOME"] = join(place.root, "another-state");
    for (const command of ["release", "renew", "submit"])
      expect(await signalbox(place, command, "QA-001"), command).toMatchObject({ exitCode: 2, noted: expect.stringContaining("QA-001") });
    expect(await claim()).toBe(held);
    process.env["XDG_STATE_HOME"] = place.state;
    expect(await signalbox(place, "release", "QA-001")).toMatchObject({ exitCode: 0 });
    expect(await claim()).not.toBe(held);
  });
});
