import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { protectMain, readLanderToken } from "../../../src/coordinator/protection.ts";
import { openSite, type Site } from "../../../src/coordinator/site.ts";
import type { StoredEvent } from "../../../src/core/event.ts";
import { type CoordinatorClient, connectCoordinator } from "../../../src/server/connect-coordinator.ts";
import { systemRandom } from "../../../src/system/clock.ts";
import { describeJudge } from "./acceptance.ts";
import { type DemoAgent, realAgent } from "./demo-agent.ts";
import { type DemoRepository, git, makeRepository } from "./make-repository.ts";

const SIGNALBOX = fileURLToPath(new URL("../../../bin/signalbox.js", import.meta.url));
const CONNECT_TRIES = 1200;
const CONNECT_MS = 50;

export interface DemoOptions {
  readonly agents: number;
  /** The real agent program that works; scripted agents when left out. */
  readonly agent?: string;
  /** Scripted agents think a tenth as long, and no browser judges the pages. */
  readonly fast?: boolean;
  readonly print: (text: string) => void;
}

/**
 * Plays the nine tasks in a throw-away repository. Besides what the agents do wrong by their script, two things are done
 * to Signalbox from outside: its coordinator is killed with -9 once, and a colleague pushes to main while a candidate is
 * being tested.
 * @returns the exit code of the last `signalbox run`.
 * @throws SignalboxError for a program that cannot work here.
 */
export async function playDemo(options: DemoOptions): Promise<number> {
  const agent = options.agent === undefined ? undefined : await realAgent(options.agent);
  try {
    return await playWith(agent, options);
  } finally {
    await agent?.close();
  }
}

async function playWith(agent: DemoAgent | undefined, { agents, fast = false, print }: DemoOptions): Promise<number> {
  const repository = await makeRepository(agent, fast);
  const judge = describeJudge(fast ? "none" : "chromium");
  process.env["XDG_STATE_HOME"] = repository.state;
  const site = await openSite(repository.clone);
  const protection = await protectMain(site, systemRandom);
  print(`repository: ${repository.clone}\nmain: ${protection.reason}\n${judge}\n`);
  const first = startRun(repository, agents, agent);
  const seen = { crash: false, landing: false };
  await followUntil(site, first, ({ body }) => {
    seen.crash ||= body.kind === "agent-ended" && body.reason !== "completed";
    seen.landing ||= body.kind === "change-landed" && body.changeKind === "task";
    return seen.crash && seen.landing;
  });
  print("\n--- kill -9 of the coordinator; the same command starts again ---\n");
  first.kill("SIGKILL");
  if (first.exitCode === null && first.signalCode === null) await once(first, "exit");
  const second = startRun(repository, agents, agent);
  const ended = once(second, "exit");
  if (await followUntil(site, second, (event) => event.body.kind === "gate-run" && event.body.changes.length > 0 && !event.body.cached)) {
    print("\n--- a colleague pushes to main while a candidate is being tested ---\n");
    await pushAsColleague(repository, site);
  }
  const [exitCode] = await ended;
  print(await farewell(repository, judge));
  return typeof exitCode === "number" ? exitCode : 1;
}

async function farewell({ root, clone, state, outside }: DemoRepository, judge: string): Promise<string> {
  const escaped = await readdir(outside);
  const box =
    escaped.length === 0
      ? "nothing was written: the agent that tried could not"
      : `${escaped.join(", ")}, by an unconfined agent; bubblewrap prevents it`;
  return [
    `\n${judge}`,
    `outside the workspaces: ${box}`,
    "look around:",
    `  cd ${clone} && git pull -q && git log --oneline --first-parent`,
    "  cat docs/ACTIVE_SESSIONS.md docs/roadmaps/MASTER_ROADMAP.md; ls docs/sessions/completed",
    `  XDG_STATE_HOME=${state} node ${SIGNALBOX} report --markdown`,
    `remove it with: rm -rf ${root}`,
  ].join("\n");
}

function startRun({ clone, state, remote, outside }: DemoRepository, agents: number, agent?: DemoAgent): ChildProcess {
  const name = agent?.name ?? "scripted";
  const args = ["run", "--primary", "DATA-001", "--agents", String(agents), "--agent", name, "--repair", "agent"];
  return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", SIGNALBOX, ...args], {
    cwd: clone,
    env: { ...process.env, ...agent?.env, XDG_STATE_HOME: state, DEMO_REMOTE: remote, DEMO_OUTSIDE: outside },
    stdio: "inherit",
  });
}

/** Watches the events of this process's coordinator. @returns false when it ended before `wanted` came. */
async function followUntil(site: Site, child: ChildProcess, wanted: (event: StoredEvent) => boolean): Promise<boolean> {
  const client = await connectTo(site, child);
  if (client === undefined) return false;
  const { run } = await client.status();
  const known = run === null ? 0 : await lastSeq(client, run.id);
  for await (const event of client.events({ afterSeq: known })) if (wanted(event)) return true;
  return false;
}

async function connectTo(site: Site, child: ChildProcess): Promise<CoordinatorClient | undefined> {
  for (let tries = 0; tries < CONNECT_TRIES && child.exitCode === null; tries++) {
    const client = await connectCoordinator(site.state.coordinatorFile);
    if (client?.pid === child.pid) return client;
    await sleep(CONNECT_MS);
  }
  return undefined;
}

/** Number of the last event so far: a replay of old ones must not count. */
async function lastSeq(client: CoordinatorClient, run: string): Promise<number> {
  const stop = new AbortController();
  let seq = 0;
  const timer = setTimeout(() => stop.abort(), 300);
  for await (const event of client.events({ run }, stop.signal)) seq = event.seq;
  clearTimeout(timer);
  return seq;
}

async function pushAsColleague({ root, remote }: DemoRepository, site: Site): Promise<void> {
  const clone = join(root, "colleague");
  await git(root, "clone", "--quiet", remote, clone);
  await writeFile(join(clone, "docs", "COLLEAGUE.md"), "# Written by a colleague\n\nPushed straight to main while agents were at work.\n");
  await git(clone, "add", "--all");
  await git(clone, "commit", "--quiet", "--message", "A colleague's note");
  // Main is protected: the colleague is the owner and has the token.
  await git(clone, "push", "--quiet", "--push-option", (await readLanderToken(site)) ?? "", "origin", "HEAD:main");
}
