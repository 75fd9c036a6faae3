import { driverFor } from "../agents/driver-for.ts";
import { acquireLease } from "../claims/acquire.ts";
import { describeObstacle } from "../claims/describe-refusal.ts";
import { type KeptLease, keepAlive } from "../claims/keep-alive.ts";
import { releaseLease } from "../claims/renew.ts";
import { recoverLeases } from "../claims/resume.ts";
import type { AgentDriver } from "../core/agent.ts";
import type { HeldLease } from "../core/claim.ts";
import { SignalboxError } from "../core/errors.ts";
import { isTaskId } from "../core/ids.ts";
import type { Task } from "../core/task.ts";
import { footprintOf } from "../plan/footprint-of.ts";
import { makePlan } from "../plan/make-plan.ts";
import { acceptanceOf } from "../tasks/acceptance-of.ts";
import { gitTree } from "../tasks/git-tree.ts";
import { promptOf } from "../tasks/prompt-of.ts";
import { readTasks } from "../tasks/read-tasks.ts";
import { fetchCache } from "../workspaces/cache.ts";
import { Coordinator } from "./coordinator.ts";
import type { Engine } from "./engine.ts";
import { newLive, type RunOptions } from "./run-context.ts";
import type { MainView } from "./snapshot.ts";
import { stuckTasks } from "./stuck-tasks.ts";

/** The task made up for `--repair agent` and `--repair COMMAND`. */
const REPAIR_TASK = "REPAIR";
/** `--repair agent`: the run's own agent repairs main, given what the failing gate said. */
const BY_AGENT = "agent";

export interface OpenRun {
  readonly coordinator: Coordinator;
  /** Gives the host's and the lander's leases back. */
  close(): Promise<void>;
}

/**
 * Opens a run: reads tasks and plan from main, takes the lander's and the host's leases, goes on with a run that was
 * killed. Nothing is launched yet.
 * @throws SignalboxError `bad-input` for unknown tasks or agents, `refused` while another machine is the lander.
 */
export async function openRun(engine: Engine, options: RunOptions): Promise<OpenRun> {
  const { site, store, cache } = engine;
  const { main } = await fetchCache(cache, site.remote, site.config.main);
  if (main === undefined) {
    throw new SignalboxError("no-remote", `expected the remote to have a branch \`${site.config.main}\`, got none`, {
      hint: `commit something, then git push -u ${site.config.remote} ${site.config.main}`,
    });
  }
  const reader = gitTree(cache, main);
  const { tasks } = await readTasks(reader, site.config);
  const repair = repairOf(options, tasks);
  const all = new Map([...tasks, ...(repair.task === null ? [] : [repair.task])].map((task) => [task.id, task]));
  const wanted = options.only ?? tasks.map((task) => task.id);
  const unknown = [...wanted, ...(options.primary === null ? [] : [options.primary])].find((id) => !all.has(id));
  if (unknown !== undefined)
    throw new SignalboxError("bad-input", `expected a known task, got \`${unknown}\``, { hint: "signalbox tasks lists them" });
  const plan = makePlan(
    tasks.filter((task) => task.id !== repair.id),
    { agents: options.agents, primary: options.primary, ...(options.only === null ? {} : { only: [...options.only] }) },
  );
  const stuck = stuckTasks(plan, all);
  const drivers = driversOf(engine, options, repair);
  await recoverLeases(engine.claims);
  const [lander, host] = [await lease(engine, "lander", "lander"), await lease(engine, "host", engine.hostId)];
  const live = newLive(main);
  const lost = (what: string) => () => {
    live.needsPerson ??= `this machine's ${what} lease was lost: another one may have taken over`;
  };
  const kept: [KeptLease, KeptLease] = [
    keepAlive(engine.claims, lander, { onLost: lost("lander") }),
    keepAlive(engine.claims, host, { onLost: lost("host") }),
  ];
  const latest = await store.latestRun();
  const goesOn = latest !== undefined && latest.endedAtMs === null;
  const run = goesOn ? latest.id : `run-${engine.random.hex(4)}`;
  await store.openRun({
    id: run,
    agents: options.agents,
    primary: options.primary,
    tasks: [...plan.schedule, ...stuck].map(({ task }) => task),
    options: { ...options },
  });
  for (const { task, reason } of stuck)
    await store.append({ run, task, session: null }, { kind: "note", level: "warning", text: `${task} cannot start: ${reason}` });
  const paths = new Set(await reader.list());
  const coordinator = new Coordinator({
    engine,
    run,
    options,
    tasks: all,
    plan,
    repairTask: repair.id,
    driverOf: drivers,
    lander: kept[0],
    host: kept[1],
    live,
    footprint: footprintOf,
    promptText: async (task) => (task.id === REPAIR_TASK ? repairPrompt(live.main) : promptOf(reader, task)),
    acceptance: async (task) => acceptanceOf(task, site.config, (path) => paths.has(path)),
  });
  return { coordinator, close: () => giveBack(engine, kept) };
}

interface Repair {
  readonly id: string;
  /** Made up for a command; null when the repair is a task of the owner's. */
  readonly task: Task | null;
  readonly command: string | null;
}

function repairOf({ repair }: RunOptions, tasks: readonly Task[]): Repair {
  if (repair === null || tasks.some((task) => task.id === repair)) return { id: repair ?? REPAIR_TASK, task: null, command: null };
  // Looks like a task's id, and no task has it: more likely a slip than a program of that name.
  if (isTaskId(repair) && /\d/.test(repair)) {
    throw new SignalboxError("bad-input", `expected --repair to be a task, a command or \`agent\`, got \`${repair}\``, {
      hint: "signalbox tasks lists the tasks",
    });
  }
  const task: Task = {
    id: REPAIR_TASK,
    title: "Repair main",
    priority: "P0",
    status: "todo",
    effort: null,
    dependsOn: [],
    conflictsWith: [],
    declared: { write: [], forbid: [] },
    acceptance: null,
    promptFile: null,
    production: false,
    sources: [],
  };
  return { id: REPAIR_TASK, task, command: repair === BY_AGENT ? null : repair };
}

function repairPrompt({ failingGate, detail }: MainView): string {
  return `The gate "${failingGate ?? ""}" fails on main itself. Make it pass; change nothing else.\n\n${detail}`;
}

function driversOf(engine: Engine, options: RunOptions, repair: Repair): (task: string) => AgentDriver | null {
  const { site, sandbox, clock } = engine;
  const { agents } = site.config;
  const name = options.agent ?? Object.keys(agents)[0] ?? null;
  const config = name === null ? undefined : agents[name];
  if (options.agent !== null && config === undefined) {
    throw new SignalboxError(
      "bad-input",
      `expected an agent of signalbox.yaml (${Object.keys(agents).join(", ") || "none is configured"}), got \`${options.agent}\``,
      {
        hint: "add it under `agents:` in signalbox.yaml",
      },
    );
  }
  const around = { sandbox, clock, hidden: [site.state.root], readable: [site.state.cache, ...engine.dependencies] };
  const agent = name === null || config === undefined ? null : driverFor(name, config, site.root, around);
  const repairer =
    repair.command === null
      ? null
      : driverFor("repair", { driver: "command", run: ["/bin/sh", "-c", repair.command], env: [], output: "text" }, site.root, around);
  return (task) => (task === repair.id && repairer !== null ? repairer : agent);
}

/**
 * The lease of this host or of the lander: ours from before a restart, or taken now. It carries this state directory's
 * host id as its session, so that a restart is known for the same holder, whatever the crash left unstored.
 */
async function lease({ claims, site, holder, hostId }: Engine, kind: "host" | "lander", name: string): Promise<HeldLease> {
  const taken = await acquireLease(claims, {
    kind,
    name,
    holder,
    host: null,
    session: hostId,
    base: null,
    footprint: [],
    ttlMs: site.config.limits.hostSeconds * 1000,
  });
  if (taken.ok) return taken.value;
  const { refusal } = taken;
  // Nobody is in the way: it is the remote that does not do what it is asked.
  const code = refusal.code === "busy" ? "remote-failed" : "refused";
  throw new SignalboxError(code, `expected to become the ${kind}, got a refusal: ${describeObstacle(refusal)}`, { hint: refusal.next });
}

async function giveBack(engine: Engine, kept: readonly KeptLease[]): Promise<void> {
  for (const one of kept) {
    await one.stop();
    await releaseLease(engine.claims, one.current());
  }
}
