import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Random } from "../../../src/core/ports.ts";
import { seededRandom } from "../../../src/core/seeded-random.ts";
import { type Moment, momentText, startMortal, storedFacts } from "../../support/crash.ts";
import { findDamage } from "../../support/damage.ts";
import { onMain, readStore } from "../../support/history.ts";
import { makeWorkplace, runAll, type Workplace } from "../../support/run.ts";

/** Random kills per scenario. */
const KILLS = Number(process.env["KILLS"] ?? 20);
/** Moments of the table that are tried, evenly spread; without it all. */
const MOMENTS = Number(process.env["MOMENTS"] ?? Number.POSITIVE_INFINITY);
const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const AGENTS = 2;
const MINUTE_MS = 60_000;
const TABLE_TIMEOUT_MS = 240 * MINUTE_MS;

/** A draft the first time its agent gets that far, the real thing when it comes back. */
const DRAFT_FIRST =
  'if test -f "$HOME/came-back"; then echo good > src/two.txt; else touch "$HOME/came-back"; echo draft > src/two.txt; fi';

interface Scenario {
  readonly name: string;
  readonly make: () => Promise<Workplace>;
  readonly exitCode: number;
  /** Ends of tasks, and files of main, once all is over. */
  readonly ends: readonly string[];
  readonly files: Readonly<Record<string, string | undefined>>;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: "a task in parts, one that comes back, one in conflict with another, and a twin",
    make: () =>
      makeWorkplace({
        tasks: {
          "QA-001": {
            writes: ["src/one.txt"],
            steps: [
              { write: "src/one.txt", content: "half\n" },
              { part: "First half" },
              { write: "src/one.txt", content: "whole\n" },
              { commit: "The agent's own commit" },
              { write: "src/one-more.txt", content: "left uncommitted\n" },
            ],
          },
          "QA-002": {
            writes: ["src/two.txt"],
            acceptance: "grep -q good src/two.txt",
            steps: [{ run: ["sh", "-c", DRAFT_FIRST], must: true, again: true }],
          },
          "QA-003": {
            writes: ["src/three.txt"],
            acceptance: "test -f src/shared.txt",
            steps: [{ write: "src/shared.txt", content: "shared\n" }],
          },
          "QA-004": {
            writes: ["src/four.txt"],
            acceptance: "test -f src/shared.txt",
            steps: [{ write: "src/shared.txt", content: "shared\n" }],
          },
        },
        config: { verify: { kind: "command", run: ["test", "-f", "src/start.txt"] } },
      }),
    exitCode: 0,
    ends: ["QA-001", "QA-002"],
    files: { "src/one.txt": "whole\n", "src/one-more.txt": "left uncommitted\n", "src/two.txt": "good\n", "src/shared.txt": "shared\n" },
  },
  {
    name: "a landing whose verification fails and that is reverted",
    make: () =>
      makeWorkplace({
        tasks: { "QA-001": { writes: ["src/bad.txt"], steps: [{ write: "src/bad.txt", content: "bad\n" }] } },
        config: { verify: { kind: "command", run: ["test", "!", "-f", "src/bad.txt"] } },
      }),
    exitCode: 1,
    ends: [],
    files: { "src/bad.txt": undefined },
  },
];

/** After the last kill the real command goes on; then everything must be whole, and the outcome that of a quiet run. */
async function findings(scenario: Scenario, place: Workplace): Promise<string[]> {
  const { exitCode, printed } = await runAll(place, "--agents", String(AGENTS)).catch((error: unknown) => ({
    exitCode: -1,
    printed: String(error),
  }));
  const found = await findDamage(place);
  if (exitCode !== scenario.exitCode) found.push(`exit ${exitCode}: ${printed.slice(0, 500)}`);
  const { sessions } = await readStore(place);
  for (const task of scenario.ends) {
    const ended = sessions.filter((session) => session.task === task && session.state === "archived");
    if (ended.length !== 1) found.push(`${task} was archived ${ended.length} times`);
  }
  for (const [path, content] of Object.entries(scenario.files)) {
    const actual = await onMain(place, path);
    if (actual !== content) found.push(`${path} on main is ${JSON.stringify(actual)}`);
  }
  return found;
}

async function quietMoments({ make }: Scenario): Promise<Moment[]> {
  const quiet = startMortal(await make(), AGENTS);
  expect(await quiet.ended, quiet.output()).toBe(0);
  const all = storedFacts(quiet.output()).flatMap((fact) => [
    { when: "before" as const, ...fact },
    { when: "after" as const, ...fact },
  ]);
  const step = Math.max(1, all.length / MOMENTS);
  return Array.from({ length: Math.min(all.length, MOMENTS) }, (_, index) => all[Math.floor(index * step)]).filter(
    (moment) => moment !== undefined,
  );
}

/** Kills a few coordinators one after the other, each after a random time. @returns the times. */
async function killAtRandom(place: Workplace, random: Random): Promise<number[]> {
  const times: number[] = [];
  for (let kill = 0; kill < 3; kill++) {
    const coordinator = startMortal(place, AGENTS);
    const afterMs = Math.round(random.fraction() ** 2 * 8_000);
    times.push(afterMs);
    const isOver = await Promise.race([sleep(afterMs).then(() => false), coordinator.ended.then(() => true)]);
    coordinator.child.kill("SIGKILL");
    await coordinator.ended;
    // Another run would take up what this one reverted.
    if (isOver) break;
  }
  return times;
}

describe.each(SCENARIOS)("kill -9: $name", (scenario) => {
  it(
    "is safe before and after every fact the coordinator stores",
    async () => {
      const moments = await quietMoments(scenario);
      const failures: string[] = [];
      let reached = 0;
      for (const moment of moments) {
        const place = await scenario.make();
        const end = await startMortal(place, AGENTS, moment).ended;
        if (end === "SIGKILL") reached += 1;
        const found = await findings(scenario, place);
        if (found.length > 0) failures.push(`killed ${momentText(moment)}:\n  ${found.join("\n  ")}`);
        process.stdout.write(found.length > 0 ? `${failures.at(-1)}\n` : ".");
      }
      console.log(`${moments.length} moments, ${reached} reached`);
      expect(failures).toEqual([]);
      expect(reached).toBeGreaterThan(moments.length / 2);
    },
    TABLE_TIMEOUT_MS,
  );

  it(
    `is safe at ${KILLS} random times, three kills each (SEED=${SEED})`,
    async () => {
      const random = seededRandom(SEED);
      const failures: string[] = [];
      for (let round = 0; round < KILLS; round++) {
        const place = await scenario.make();
        const times = await killAtRandom(place, random);
        const found = await findings(scenario, place);
        if (found.length > 0) failures.push(`killed after ${times.join(", ")} ms:\n  ${found.join("\n  ")}`);
        process.stdout.write(found.length > 0 ? `${failures.at(-1)}\n` : ".");
      }
      expect(failures).toEqual([]);
    },
    KILLS * 10 * MINUTE_MS,
  );
});
