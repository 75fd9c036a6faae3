import { acquireLease } from "../claims/acquire.ts";
import { describeObstacle } from "../claims/describe-refusal.ts";
import { type KeptLease, keepAlive } from "../claims/keep-alive.ts";
import { releaseLease } from "../claims/renew.ts";
import { recoverLeases } from "../claims/resume.ts";
import type { HeldLease } from "../core/claim.ts";
import { SignalboxError } from "../core/errors.ts";
import { HOLDING_STATES } from "../core/session.ts";
import type { Task } from "../core/task.ts";
import { assertGatePrograms } from "../doctor/gate-programs.ts";
import { bookkeepingPaths } from "../footprint/tree/bookkeeping.ts";
import { slots } from "../landing/gates/slots.ts";
import { VERIFIED_REF } from "../landing/verified-main.ts";
import { durationModel } from "../plan/forecast/duration-model.ts";
import { makePlan } from "../plan/make-plan.ts";
import { contentHash } from "../system/content-hash.ts";
import { acceptanceOf } from "../tasks/acceptance-of.ts";
import { gitTree } from "../tasks/git-tree.ts";
import { promptOf } from "../tasks/prompt-of.ts";
import { readTasks } from "../tasks/read-tasks.ts";
import { fetchCache } from "../workspaces/cache.ts";
import { agentsOf } from "./agent-classes.ts";
import { budgetsOf } from "./budget.ts";
import { Coordinator } from "./coordinator.ts";
import { driversOf } from "./drivers.ts";
import type { Engine } from "./engine.ts";
import { leasePaths } from "./footprints.ts";
import { gateWorkers, newLandingBook, queueSettings } from "./landing/landing-book.ts";
import { readLearnedPairs } from "./landing/learn-pairs.ts";
import { footprintIndexFile, planningInput } from "./planning-input.ts";
import { REPAIR_TASK, type Repair, repairOf, repairPrompt } from "./repair.ts";
import { type Live, newLive, type RunOptions } from "./run-context.ts";
import { openLedgers } from "./spend-ledger.ts";
import { stuckTasks } from "./stuck-tasks.ts";

export interface OpenRun {
  readonly coordinator: Coordinator;
  /** Gives the host's and the lander's leases back. */
  close(): Promise<void>;
}

/**
 * Opens a run: reads tasks and plan from main, takes the lander's and the host's leases, goes on with a run that was
 * killed. Nothing is launched yet.
 * @param say told what a person should know of the index of predictions
 * @throws SignalboxError `bad-input` for unknown tasks or agents, `bad-config` for a gate whose program is missing or checks that are, `refused` while another machine is the lander.
 */
export async function openRun(engine: Engine, options: RunOptions, say: (line: string) => void = () => undefined): Promise<OpenRun> {
  const { site, store, cache } = engine;
  await assertGatePrograms(site.config, process.env["PATH"] ?? "");
  await contentHash(site.config.acceptance.outside);
  const { main, refs } = await fetchCache(cache, site.remote, site.config.main);
  if (main === undefined) {
    throw new SignalboxError("no-remote", `expected the remote to have a branch \`${site.config.main}\`, got none`, {
      hint: `commit something, then git push -u ${site.config.remote} ${site.config.main}`,
    });
  }
  const reader = gitTree(cache, main);
  const { tasks } = await readTasks(reader, site.config);
  const repair = repairOf(options, tasks);
  const all = new Map([...tasks, ...(repair.task === null ? [] : [repair.task])].map((task) => [task.id, task]));
  const { plan, footprints, durations, leases } = await planRun(engine, options, { main, tasks, repair }, say);
  const { classes } = plan;
  const stuck = stuckTasks(plan, all);
  const latest = await store.latestRun();
  const goesOn = latest !== undefined && latest.endedAtMs === null;
  // The plan is made anew and knows nothing of what was under way when the last process was killed.
  const live = newLive(
    main,
    newLandingBook(queueSettings(site), main, site.config, await readLearnedPairs(store)),
    plan.order,
    goesOn ? "the run goes on after a restart" : null,
  );
  const kept = await takeLeases(engine, live);
  live.verified = refs.get(VERIFIED_REF) ?? null;
  const run = goesOn ? latest.id : `run-${engine.random.hex(4)}`;
  await store.openRun({
    id: run,
    agents: agentsOf(classes),
    primary: options.primary,
    tasks: [...plan.schedule, ...stuck].map(({ task }) => task),
    options: { ...options },
  });
  for (const { task, reason } of stuck)
    await store.append({ run, task, session: null }, { kind: "note", level: "warning", text: `${task} cannot start: ${reason}` });
  const goingOn = (await store.sessions({ states: HOLDING_STATES })).map(({ id }) => id);
  const { ledger, times } = await openLedgers(store, run, goingOn);
  Object.assign(live, { ledger, times, startedMs: engine.clock.monotonicMs() - times.ofEarlierProcesses() });
  const paths = new Set(await reader.list());
  const coordinator = new Coordinator({
    engine,
    run,
    budgets: budgetsOf(site.config.limits, options, agentsOf(classes)),
    options,
    tasks: all,
    plan,
    classes,
    repairTask: repair.id,
    driverOf: driversOf(engine, classes, repair),
    lander: kept[0],
    host: kept[1],
    live,
    gateSlots: slots(gateWorkers(site.config)),
    predicted: footprints,
    durations,
    footprint: (task) => leases.get(task.id) ?? leasePaths(task, footprints.get(task.id), bookkeepingPaths(site.config)),
    promptText: async (task) => (task.id === REPAIR_TASK ? repairPrompt(live.main) : promptOf(reader, task)),
    acceptance: async (task) => acceptanceOf(task, site.config, (path) => paths.has(path)),
  });
  return { coordinator, close: () => giveBack(engine, kept) };
}

/** What the run executes, and what it expects of each task. The repair runs before the plan, alone; it is no part of it. */
async function planRun(
  { site, cache }: Engine,
  options: RunOptions,
  { main, tasks, repair }: { readonly main: string; readonly tasks: readonly Task[]; readonly repair: Repair },
  say: (line: string) => void,
) {
  const isPlanned = (id: string) => id !== repair.id;
  const { state, config } = site;
  const source = { git: cache, commit: main, indexFile: footprintIndexFile(state), config, state, reader: gitTree(cache, main), say };
  const primary = options.primary !== null && isPlanned(options.primary) ? options.primary : null;
  const input = await planningInput(
    { ...source, tasks: tasks.filter(({ id }) => isPlanned(id)) },
    { agents: options.agents, agent: options.agent, primary, only: options.only?.filter(isPlanned) ?? null },
  );
  // A run follows the list; when it will be done is for `plan` to say.
  const plan = makePlan(input.tasks, { ...input.options, runs: 1 });
  const leases = new Map(input.tasks.map((task) => [task.id, leasePaths(task, input.footprints.get(task.id), bookkeepingPaths(config))]));
  return { plan, footprints: input.footprints, durations: durationModel(input.history, plan.classes), leases };
}

/** The lander's and this host's leases, kept alive from now on; losing one stops the run for a person. */
async function takeLeases(engine: Engine, live: Live): Promise<readonly [lander: KeptLease, host: KeptLease]> {
  await recoverLeases(engine.claims);
  const [lander, host] = [await lease(engine, "lander", "lander"), await lease(engine, "host", engine.hostId)];
  const lost = (what: string) => () => {
    live.needsPerson ??= `this machine's ${what} lease was lost: another one may have taken over`;
  };
  return [keepAlive(engine.claims, lander, { onLost: lost("lander") }), keepAlive(engine.claims, host, { onLost: lost("host") })];
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
