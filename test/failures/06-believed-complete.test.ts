import { describe, expect, it } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, landings, onMain, readStore, salvaged } from "../support/history.ts";
import { git } from "../support/repository.ts";
import { makeWorkplace, ROADMAP, runAll, signalbox } from "../support/run.ts";

const SEED = { writes: ["src/seeds.txt"], acceptance: "test $(wc -l < src/seeds.txt) -eq 3" };
const SEEDED = { write: "src/seeds.txt", content: "one\ntwo\nthree\n" };
const TICK_OFF = { run: ["sed", "-i", "s/Not Started/✅ Complete (107 of 107)/", ROADMAP], must: true };

describe('failure 6: believed "complete"', () => {
  it("a task whose agent says it is done and whose acceptance says it is not ends as failed unless a person helps, and stays open on main", async () => {
    const place = await makeWorkplace({
      tasks: {
        "DATA-001": { ...SEED, steps: [{ write: "src/seeds.txt", content: "one\n" }, TICK_OFF, { claimSuccess: "All tables done!" }] },
      },
    });
    const { exitCode, report } = await runAll(place);
    expect(exitCode).toBe(1);
    expect(report.metrics.tasks).toMatchObject({ landed: 0, verified: 0, failed: 1 });
    const history = await readStore(place);
    expect(bodies(history, "agent-ended").map(({ reason }) => reason)).toEqual(["completed", "completed"]);
    expect(bodies(history, "change-returned")[0]?.reason).toMatchObject({ code: "acceptance-failed" });
    expect(await landings(place)).toEqual([]);
    expect(await onMain(place, ROADMAP)).not.toMatch(/complete/i);
    expect(await salvaged(place)).not.toEqual([]);
    expect(await findDamage(place)).toEqual([]);
  });

  it("an agent that did nothing, or only ticked the task off, lands nothing, with or without an acceptance", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": { writes: ["src/one.txt"], steps: [{ claimSuccess: "Done." }] },
        "QA-002": { writes: ["src/two.txt"], steps: [TICK_OFF, { claimSuccess: "Done." }] },
      },
    });
    const { exitCode, report } = await runAll(place, "--agents", "2");
    expect(exitCode).toBe(1);
    expect(report.metrics.tasks).toMatchObject({ total: 2, landed: 0, failed: 2 });
    expect(new Set(bodies(await readStore(place), "change-returned").map(({ reason }) => reason.code))).toEqual(new Set(["empty"]));
    expect(await landings(place)).toEqual([]);
    expect(await onMain(place, ROADMAP)).not.toMatch(/complete/i);
  });

  it("an agent cannot make its own acceptance pass by changing it", async () => {
    const place = await makeWorkplace({
      files: { "accept.sh": "test -f src/seeds.txt\n" },
      config: { protect: ["signalbox.yaml", "check.sh", "accept.sh"] },
      tasks: {
        "DATA-001": {
          writes: ["src"],
          acceptance: ["sh", "accept.sh"],
          steps: [
            { write: "accept.sh", content: "true\n" },
            { write: "src/other.txt", content: "not the work\n" },
            { claimSuccess: "Done." },
          ],
        },
      },
    });
    const { exitCode } = await runAll(place);
    expect(exitCode).toBe(1);
    const history = await readStore(place);
    expect(bodies(history, "change-returned")[0]?.reason.code).toBe("acceptance-failed");
    expect(bodies(history, "edit-dropped").map(({ path }) => path)).toContain("accept.sh");
    expect(await landings(place)).toEqual([]);
  });

  it("the evidence goes back to the agent, and the work lands once it is really done", async () => {
    const place = await makeWorkplace({
      tasks: {
        "DATA-001": {
          ...SEED,
          steps: [
            { write: "src/seeds.txt", content: "one\n", attempts: [1] },
            { claimSuccess: "All done!", attempts: [1] },
            { ...SEEDED, attempts: [2] },
          ],
        },
      },
    });
    expect((await runAll(place)).exitCode).toBe(0);
    expect(await onMain(place, "src/seeds.txt")).toBe(SEEDED.content);
    expect(await onMain(place, ROADMAP)).toMatch(/✅/);
    expect(bodies(await readStore(place), "change-returned")).toHaveLength(1);
  });

  it("a task that main had done before the run ends as such: no agent, no claim, its own acceptance as evidence", async () => {
    const place = await makeWorkplace({
      files: { "src/seeds.txt": SEEDED.content },
      tasks: { "DATA-001": { ...SEED, steps: [{ write: "src/again.txt", content: "done twice\n" }] } },
    });
    const { exitCode, report } = await runAll(place);
    expect(exitCode).toBe(0);
    expect(report.metrics.tasks).toMatchObject({ total: 1, doneBy: 1, landed: 0, failed: 0 });
    const history = await readStore(place);
    expect(history.sessions).toEqual([]);
    expect(bodies(history, "done-by")[0]?.evidence).toContain("acceptance of DATA-001 passes on main");
    expect(await git(place.remote, "for-each-ref", "refs/signalbox/claims")).toBe("");
    expect(await onMain(place, "src/again.txt")).toBeUndefined();
    expect(await onMain(place, ROADMAP)).toMatch(/✅/);
    await git(place.clone, "pull", "--quiet", "--ff-only", "origin", "main");
    const check = await signalbox(place, "check", "--json");
    expect(JSON.parse(check.printed).findings).toEqual([]);
  });
});
