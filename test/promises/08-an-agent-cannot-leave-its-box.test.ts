import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findSandbox } from "../../src/agents/find-sandbox.ts";
import { protectMain } from "../../src/coordinator/protection.ts";
import { openSite } from "../../src/coordinator/site.ts";
import { systemRandom } from "../../src/system/clock.ts";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore } from "../support/history.ts";
import { git } from "../support/repository.ts";
import { makeWorkplace, runAll, signalbox, type Workplace, writeScript } from "../support/run.ts";

const { confined } = await findSandbox("auto");

/** What an agent does besides its work: writes everywhere it can, sets traps for whoever looks, pushes to main. */
function mischief({ clone, remote, root }: Workplace): string {
  const outside = join(root, "outside");
  return [
    `touch '${clone}/src/escaped.txt' '${outside}/escaped'`,
    "for tree in ../../*/tree; do test $tree -ef . || touch $tree/src/stolen.txt; done",
    `git remote add origin '${remote}'`,
    `git commit --quiet --allow-empty --no-verify --message 'straight to main'`,
    `git push '${remote}' HEAD:main; git push --force '${remote}' HEAD:main`,
    // The traps come last: the agent's own git would step into them.
    `git config core.fsmonitor 'touch ${outside}/fsmonitor-ran'`,
    `printf '#!/bin/sh\\ntouch ${outside}/hook-ran\\n' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit`,
    "true",
  ].join("\n");
}

/** Two agents at work at once, one of them up to no good, on a main that is protected. */
async function makePlace(confinement: string): Promise<Workplace> {
  const place = await makeWorkplace({
    tasks: { "QA-001": { writes: ["src/one.txt"], steps: [] }, "QA-002": { writes: ["src/two.txt"], steps: [] } },
    config: { confinement },
  });
  await mkdir(join(place.root, "outside"));
  await writeScript(place, {
    "QA-001": [{ write: "src/one.txt", content: "one\n" }, { run: ["sh", "-c", `mkdir -p .git/hooks\n${mischief(place)}`] }],
    "QA-002": [{ think: 1_500 }, { write: "src/two.txt", content: "two\n" }],
  });
  const protection = await protectMain(await openSite(place.clone), systemRandom);
  expect(protection).toMatchObject({ protected: true });
  return place;
}

describe("promise 8: an agent cannot leave its box", () => {
  it.runIf(confined)("confined, it reaches no other place; its traps catch nobody; its own work still lands", async () => {
    const place = await makePlace("required");
    const { exitCode } = await runAll(place, "--agents", "2");
    expect(exitCode).toBe(0);
    expect(await readdir(join(place.root, "outside"))).toEqual([]);
    expect(await git(place.clone, "status", "--porcelain")).toBe("");
    const history = await readStore(place);
    expect(history.sessions.map((session) => session.confined)).toEqual([true, true]);
    const escapes = bodies(history, "escape").map(({ what }) => what);
    for (const trap of ["fsmonitor", "hook pre-commit", "remote.origin.url"]) expect(escapes.join("\n")).toContain(trap);
    expect(history.changes.flatMap(({ files }) => files).toSorted()).toEqual(["src/one.txt", "src/two.txt"]);
    expect(await findDamage(place)).toEqual([]);
  });

  it("unconfined, it is shown as such: main holds, its traps catch nobody, and what it did outside is reported", async () => {
    const place = await makePlace("off");
    const said = await signalbox(place, "run", "--agents", "2");
    expect(said.printed).toMatch(/^unconfined: /m);
    const history = await readStore(place);
    expect(history.sessions.map((session) => session.confined)).toEqual([false, false]);
    const outside = await readdir(join(place.root, "outside"));
    expect(outside).toEqual(["escaped"]);
    const escapes = bodies(history, "escape").map(({ what }) => what);
    expect(escapes.join("\n")).toContain("src/escaped.txt");
    expect(bodies(history, "main-moved").filter(({ by }) => by === "foreign")).toEqual([]);
    expect(await git(place.remote, "log", "--first-parent", "--format=%s", "main")).not.toContain("straight to main");
    expect(await onMain(place, "src/one.txt")).toBe("one\n");
    expect(await findDamage(place)).toEqual([]);
  });
});
