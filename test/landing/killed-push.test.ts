import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findProcessTree } from "../../src/agents/process-tree.ts";
import { pushCandidate, resolveAttempt } from "../../src/landing/push-candidate.ts";
import { systemClock } from "../../src/system/clock.ts";
import { git } from "../support/repository.ts";
import { candidateOf, claimOf, LANDER, lander, landingSite, refsOf, takeLeases, workOf } from "./support/landing-site.ts";

const CHILD = fileURLToPath(new URL("./support/push-child.ts", import.meta.url));
const ROUNDS = Number(process.env["KILLS"] ?? 12);
const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

/** A small generator whose whole future is its seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}

describe("promise 7: kill -9 anywhere is safe", () => {
  it(`a push killed at a random moment resolves to landed exactly once (SEED=${SEED}, KILLS=${ROUNDS})`, {
    timeout: 30_000 + ROUNDS * 5_000,
  }, async () => {
    const random = seeded(SEED);
    const site = await landingSite({ "a.txt": "a\n" });
    let main = site.start;
    const seen = { landedBefore: 0, pushedAgain: 0, neverJournalled: 0 };
    for (let round = 1; round <= ROUNDS; round++) {
      const task = `QA-${round}`;
      const change = await workOf(site.cache, task, main, { [`${task}.txt`]: "work\n" });
      const candidate = await candidateOf(site.cache, main, [change]);
      const leases = await takeLeases(site, [claimOf(task), `${LANDER}-${round}`]);
      const push = { candidate, testedTree: candidate.tree, leases };
      const file = join(site.root, `push-${round}.json`);
      await writeFile(file, JSON.stringify({ cache: site.cache.location.gitDir, remote: site.remote, push }));

      const child = spawn(process.execPath, [CHILD, file], { stdio: ["ignore", "pipe", "inherit"] });
      const exited = once(child, "exit");
      await once(child.stdout, "data");
      await sleep(random() * 160);
      // By turns the process alone, whose git then lives on, and with it all it started, as when a machine dies.
      const victims = round % 2 === 0 ? [] : await findProcessTree({ rootPid: () => child.pid ?? null, token: "none" });
      child.kill("SIGKILL");
      for (const { pid } of victims) kill(pid);
      await exited;

      const attempt = await readFile(`${file}.attempt`, "utf8").then(JSON.parse, () => undefined);
      // A lock the killed push left may be cleared only when it is a minute old: let that minute pass.
      for (const { ref } of [{ ref: "refs/heads/main" }, ...leases]) {
        const minuteAgo = Date.now() / 1000 - 120;
        await utimes(join(site.remote, `${ref}.lock`), minuteAgo, minuteAgo).catch(() => undefined);
      }
      const landedBefore = (await refsOf(site)).get("refs/heads/main") === candidate.tip;
      const context = lander(site, { clock: { ...systemClock, sleep: (ms) => systemClock.sleep(ms / 10) } });
      const outcome = attempt === undefined ? await pushCandidate(context, push) : await resolveAttempt(context, attempt);
      if (attempt === undefined) seen.neverJournalled++;
      else if (landedBefore) seen.landedBefore++;
      else seen.pushedAgain++;

      expect(outcome, `round ${round}`).toEqual({ kind: "landed", main: candidate.tip });
      const refs = await refsOf(site);
      expect(refs.get("refs/heads/main")).toBe(candidate.tip);
      for (const { ref, to } of leases) expect(refs.get(ref)).toBe(to);
      main = candidate.tip;
    }
    const landings = await git(
      site.remote,
      "log",
      "--first-parent",
      "--format=%(trailers:key=Task,valueonly,separator=%x2C)",
      `${site.start}..main`,
    );
    expect(landings.split("\n").toReversed()).toEqual(Array.from({ length: ROUNDS }, (_, index) => `QA-${index + 1}`));
    await git(site.remote, "fsck", "--connectivity-only");
    console.log(`killed pushes: ${JSON.stringify(seen)}`);
  });
});
