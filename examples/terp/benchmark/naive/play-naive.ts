import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sweepProcesses } from "../../../../src/agents/process-tree.ts";
import { seededRandom } from "../../../../src/core/seeded-random.ts";
import { systemClock, systemRandom } from "../../../../src/system/clock.ts";
import { scriptedAgent } from "../../demo/demo-agent.ts";
import { git, makeRepository } from "../../demo/make-repository.ts";
import type { FinishedPlay, MetConflict, PlaySetting, WorkSpan } from "../play.ts";
import { recordPushes } from "../recorded-remote.ts";
import { openSession } from "./open-session.ts";
import type { PaperPlay } from "./paper-play.ts";
import { workSession } from "./work-session.ts";

/** The owner opens one terminal after another. */
const LAUNCH_MS_MAX = 2_000;

/**
 * The paper procedure, as the prompts of the example tell it ("Execution Protocol") and as people followed it: everybody at once, each in
 * a clone of their own, nobody in charge. An agent reads the session table, takes the first open task nobody is registered for,
 * registers by a push, works, runs the tests it is told to run, marks its own completion and pushes to main.
 * docs/benchmark.md says what was decided where the prompts leave it open.
 */
export async function playNaive(setting: PlaySetting): Promise<FinishedPlay> {
  const { remote, root, outside, clone } = await makeRepository(scriptedAgent(setting.script), setting.fast);
  await recordPushes(remote);
  const start = await git(clone, "rev-parse", "HEAD");
  const random = seededRandom(setting.seed);
  const [work, conflicts]: [WorkSpan[], MetConflict[]] = [[], []];
  const startedMs = Date.now();
  const play: PaperPlay = {
    ...{ root, remote, outside, random, script: setting.script, token: systemRandom.hex(8) },
    say: (task, text) => setting.print(`${((Date.now() - startedMs) / 1000).toFixed(1).padStart(6)} s  ${task.padEnd(10)} ${text}`),
    worked: (span) => work.push(span),
    met: (conflict) => conflicts.push(conflict),
  };
  try {
    const launches = Array.from({ length: setting.agents }, () => LAUNCH_MS_MAX * random.fraction()).sort((a, b) => a - b);
    await Promise.all(launches.map((launchMs, index) => runAgent(play, join(root, `agent-${index + 1}`), launchMs)));
    return { variant: "naive", root, remote, start, startedMs, endedMs: Date.now(), journal: { work, conflicts } };
  } finally {
    await sweepProcesses(play.token, systemClock);
  }
}

/** One terminal: a new agent for each task, until none is left to take. */
async function runAgent(play: PaperPlay, folder: string, launchMs: number): Promise<void> {
  await sleep(launchMs);
  for (;;) {
    const session = await openSession(play, folder);
    if (session === undefined) return;
    await workSession(play, session);
  }
}
