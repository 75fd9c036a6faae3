import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, landings, mainTips, onMain, readStore } from "../support/history.ts";
import { git, temporaryDirectory } from "../support/repository.ts";
import { makeWorkplace, runAll, signalbox, startSignalbox, type Workplace } from "../support/run.ts";
import { until } from "../support/until.ts";
import { workTreeWith } from "../support/workspaces.ts";

/** The same remote seen from another machine: a clone and a state directory of its own. */
async function anotherMachine(place: Workplace): Promise<Workplace> {
  const root = await temporaryDirectory();
  const clone = join(root, "clone");
  await git(root, "clone", "--quiet", place.remote, clone);
  return { ...place, root, clone, state: join(root, "state") };
}

/** Commands in this process act for the machine whose state directory this is. */
function actAs({ state }: Workplace): void {
  process.env["XDG_STATE_HOME"] = state;
}

const ONE = { "QA-001": { writes: ["src/one.txt"], steps: [{ write: "src/one.txt", content: "one\n" }] } };

describe("promise 3: one holder per task", () => {
  it("a task a person holds elsewhere is left alone by a run, and refused to everybody else, who are told by whom", async () => {
    const place = await makeWorkplace({
      tasks: { ...ONE, "QA-002": { writes: ["src/two.txt"], steps: [{ write: "src/two.txt", content: "two\n" }] } },
    });
    const person = await anotherMachine(place);
    actAs(person);
    expect(await signalbox(person, "claim", "QA-001", "--as", "Ada")).toMatchObject({ exitCode: 0 });
    const claim = await git(place.remote, "rev-parse", "refs/signalbox/claims/QA-001");
    actAs(place);
    const refused = await signalbox(place, "claim", "QA-001");
    expect(refused).toMatchObject({ exitCode: 3, noted: expect.stringContaining("Ada") });
    const { exitCode } = await runAll(place);
    expect(exitCode).toBe(1);
    const history = await readStore(place);
    expect(history.sessions.map(({ task, state }) => `${task} ${state}`)).toEqual(["QA-002 archived"]);
    expect(bodies(history, "run-ended").at(-1)?.reason).toContain("QA-001");
    expect(await git(place.remote, "rev-parse", "refs/signalbox/claims/QA-001")).toBe(claim);
  });

  it("a person hands work in from another machine, the lander gates and lands it, and the claim ends with it", async () => {
    const place = await makeWorkplace({ tasks: ONE });
    const person = await anotherMachine(place);
    actAs(person);
    await signalbox(person, "claim", "QA-001");
    await git(person.clone, "switch", "--quiet", "--create", "work");
    await git(person.clone, "commit", "--quiet", "--allow-empty", "--message", "Empty so far");
    await git(person.clone, "rm", "--quiet", "src/start.txt");
    await git(person.clone, "commit", "--quiet", "--message", "Remove the start");
    expect(await signalbox(person, "submit", "QA-001")).toMatchObject({ exitCode: 0, printed: expect.stringContaining("on main") });
    expect(await onMain(place, "src/start.txt")).toBeUndefined();
    expect(await signalbox(person, "submit", "QA-001")).toMatchObject({ exitCode: 3 });
  });

  it("a coordinator that slept through its leases lands nothing when it wakes: another machine's landing stands", async () => {
    const place = await makeWorkplace({ tasks: ONE, config: { limits: { hostSeconds: 2 } } });
    const other = await anotherMachine(place);
    const zombie = startSignalbox(place, "run", "--json");
    await workTreeWith(place, "src/one.txt");
    zombie.child.kill("SIGSTOP");
    actAs(other);
    await until(async () => (await signalbox(other, "run", "--json")).exitCode === 0, {
      timeoutMs: 120_000,
      what: "the other machine's run",
    });
    const landed = await landings(place);
    expect(landed).toHaveLength(1);
    const tip = await git(place.remote, "rev-parse", "main");
    zombie.child.kill("SIGCONT");
    await zombie.ended;
    expect(await git(place.remote, "rev-parse", "main")).toBe(tip);
    expect(await landings(place)).toEqual(landed);
    expect(await onMain(place, "src/one.txt")).toBe("one\n");
    expect((await readStore(place)).changes.filter(({ state }) => state === "landed")).toEqual([]);
    // The sleeper's own record of it, once it looks again: nothing of it is lost, nothing lands twice.
    actAs(place);
    await runAll(place);
    const others = { foreign: await mainTips(place), landedElsewhere: landed.map(({ change }) => change) };
    expect(await findDamage(place, others)).toEqual([]);
  }, 240_000);
});
