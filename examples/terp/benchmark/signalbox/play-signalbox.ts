import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { protectMain } from "../../../../src/coordinator/protection.ts";
import { openSite } from "../../../../src/coordinator/site.ts";
import { openStore } from "../../../../src/store/open-store.ts";
import { systemClock, systemRandom } from "../../../../src/system/clock.ts";
import { scriptedAgent } from "../../demo/demo-agent.ts";
import { type DemoRepository, git, makeRepository } from "../../demo/make-repository.ts";
import type { FinishedPlay, Journal, PlaySetting } from "../play.ts";
import { recordPushes } from "../recorded-remote.ts";
import { journalOf } from "./journal-of.ts";

const BIN = fileURLToPath(new URL("../../../../bin/signalbox.js", import.meta.url));
const RUN_MS_MAX = 1_800_000;

/**
 * `signalbox run` as people start it, on main protected by its hook, with the same agents and scripts. Nothing is done to it from
 * outside: the kill -9 and the colleague of the demo are left out, as they are in the paper procedure.
 */
export async function playSignalbox(setting: PlaySetting): Promise<FinishedPlay> {
  const repository = await makeRepository(scriptedAgent(setting.script), setting.fast);
  const { root, remote, clone, state } = repository;
  await recordPushes(remote);
  const start = await git(clone, "rev-parse", "HEAD");
  const before = process.env["XDG_STATE_HOME"];
  process.env["XDG_STATE_HOME"] = state;
  try {
    await protectMain(await openSite(clone), systemRandom);
    const startedMs = Date.now();
    await run(repository, setting);
    const endedMs = Date.now();
    return { variant: "signalbox", root, remote, start, startedMs, endedMs, journal: await readJournal(clone) };
  } finally {
    if (before === undefined) delete process.env["XDG_STATE_HOME"];
    else process.env["XDG_STATE_HOME"] = before;
  }
}

/** Its exit code decides nothing here: what it did is on main. */
async function run({ clone, state, remote, outside }: DemoRepository, { agents, print }: PlaySetting): Promise<void> {
  const args = ["run", "--primary", "DATA-001", "--agents", String(agents), "--agent", "scripted", "--repair", "agent"];
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", BIN, ...args], {
    cwd: clone,
    env: { ...process.env, XDG_STATE_HOME: state, DEMO_REMOTE: remote, DEMO_OUTSIDE: outside },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  const timer = setTimeout(() => child.kill("SIGTERM"), RUN_MS_MAX);
  for await (const line of createInterface({ input: child.stdout })) print(line);
  await ended;
  clearTimeout(timer);
}

async function readJournal(clone: string): Promise<Journal> {
  const store = await openStore((await openSite(clone)).state.storeFile, { clock: systemClock });
  try {
    return journalOf(await store.events({ kinds: ["agent-started", "agent-ended", "conflict-found"] }));
  } finally {
    await store.close();
  }
}
