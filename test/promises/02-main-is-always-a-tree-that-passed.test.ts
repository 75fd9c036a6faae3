import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, cacheOf, mainTips, onMain, readStore } from "../support/history.ts";
import { git, temporaryDirectory, writeFiles } from "../support/repository.ts";
import { makeWorkplace, pushAll, runAll, type Workplace } from "../support/run.ts";
import { workTreeWith } from "../support/workspaces.ts";

/** Two files that are right each by itself and wrong together. */
const NOT_BOTH = "! { test -f src/left.txt && test -f src/right.txt; }\n";

/** What the gate says of a commit, run by the test itself. */
async function gatePasses({ remote }: Workplace, commit: string): Promise<boolean> {
  const checkout = join(await temporaryDirectory(), "checkout");
  await git(remote, "worktree", "add", "--quiet", "--detach", checkout, commit);
  return git(checkout, "-c", "alias.check=!sh check.sh", "check").then(
    () => true,
    () => false,
  );
}

/** A push to main by somebody who knows nothing of Signalbox. @returns the commit. */
async function pushForeign({ remote }: Workplace, files: Readonly<Record<string, string>>): Promise<string> {
  const clone = join(await temporaryDirectory(), "clone");
  await git(remote, "clone", "--quiet", remote, clone);
  await writeFiles(clone, files);
  await pushAll(clone, "A colleague's push");
  return git(clone, "rev-parse", "HEAD");
}

describe("promise 2: main is always a tree that passed", () => {
  it("of two changes that pass alone and fail together, main gets one, and every tree it ever had passes", async () => {
    const place = await makeWorkplace({
      files: { "check.sh": NOT_BOTH },
      tasks: {
        "QA-001": { writes: ["src/left.txt"], steps: [{ write: "src/left.txt", content: "left\n" }] },
        "QA-002": { writes: ["src/right.txt"], steps: [{ write: "src/right.txt", content: "right\n" }] },
      },
    });
    const { exitCode } = await runAll(place, "--agents", "2");
    expect(exitCode).toBe(1);
    const history = await readStore(place);
    expect(history.sessions.map(({ state }) => state).toSorted()).toEqual(["archived", "waiting-input"]);
    for (const tip of await mainTips(place)) expect(await gatePasses(place, tip), tip).toBe(true);
    expect(await findDamage(place)).toEqual([]);
  });

  it("a red push by somebody else stops launches and landings; once main is mended the waiting work lands", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": {
          writes: ["src/one.txt"],
          steps: [
            { write: "src/ready.txt", content: "" },
            { run: ["sh", "-c", "while ! test -f src/go; do sleep 0.05; done; rm src/go"], attempts: [1] },
            { write: "src/one.txt", content: "one\n" },
          ],
        },
        "QA-002": { writes: ["src/two.txt"], after: ["QA-001"], steps: [{ write: "src/two.txt", content: "two\n" }] },
      },
    });
    const running = runAll(place);
    const tree = await workTreeWith(place, "src/ready.txt");
    const red = await pushForeign(place, { "src/colleague.txt": "BROKEN\n" });
    await writeFiles(tree, { "src/go": "" });
    const first = await running;
    expect(first.exitCode).toBe(1);
    const stopped = await readStore(place);
    expect(bodies(stopped, "run-ended").at(-1)?.outcome).toBe("red-main");
    expect(stopped.sessions.map(({ task }) => task)).toEqual(["QA-001"]);
    expect(await git(place.remote, "rev-parse", "main")).toBe(red);
    const mended = await pushForeign(place, { "src/colleague.txt": "mended\n" });
    expect((await runAll(place)).exitCode).toBe(0);
    expect(await onMain(place, "src/one.txt")).toBe("one\n");
    expect(await findDamage(place, { foreign: [red, mended] })).toEqual([]);
  });

  it("a rewound main stops everything and asks a person, and what main held is kept", async () => {
    const place = await makeWorkplace({
      tasks: { "QA-001": { writes: ["src/one.txt"], steps: [{ write: "src/one.txt", content: "one\n" }] } },
    });
    expect((await runAll(place)).exitCode).toBe(0);
    const landed = await git(place.remote, "rev-parse", "main");
    await git(place.clone, "push", "--quiet", "--force", "origin", "HEAD:main");
    const { exitCode } = await runAll(place);
    expect(exitCode).toBe(1);
    expect(bodies(await readStore(place), "run-ended").at(-1)?.outcome).toBe("needs-person");
    expect(await git(await cacheOf(place), "for-each-ref", "--contains", landed, "refs/signalbox/salvage")).not.toBe("");
    expect(await git(place.remote, "rev-parse", "main")).toBe(await git(place.clone, "rev-parse", "HEAD"));
  });
});
