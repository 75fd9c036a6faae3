import type { LandingQueue, LandingRun, QueueAction, Trouble } from "./queue.ts";
import { nextSegments, speculations } from "./segments.ts";
import { nextParts, partOf } from "./trouble.ts";

/** Below so many workers a fresh segment proves the tip as it goes; with more, one worker looks at the tip by itself. */
const TIP_WORKERS_MIN = 3;

/** A run to begin, before it has a name. */
export type RunPlan = Omit<LandingRun, "id" | "joined" | "refuted">;

/**
 * What the lander does now: move main onto what is proven, return what is rejected, end what is refuted, and give every
 * free worker the most useful run: probes of what failed, the tip, fresh segments, segments on what is likely to pass.
 * Pure (promise 11). An action stays in the answer until an event says that it was done.
 */
export function decideLanding(queue: LandingQueue): readonly QueueAction[] {
  const actions: QueueAction[] = [];
  if (queue.proven > 0) actions.push({ kind: "land", changes: queue.chain.slice(0, queue.proven) });
  for (const [change, evidence] of queue.rejected) if (isOnMain(queue, evidence)) actions.push({ kind: "return", change, evidence });
  for (const run of queue.runs.values()) if (run.refuted) actions.push({ kind: "cancel-run", run: run.id });
  if (queue.doubted === "main") return [...actions, { kind: "check-main", tests: [] }];
  return [...actions, ...runsToStart(queue)];
}

/** What a change failed on may still leave the chain; until it is on main nothing is held against the change. */
function isOnMain({ entries }: LandingQueue, { assumes }: Trouble): boolean {
  return assumes.every((id) => !entries.has(id));
}

function runsToStart(queue: LandingQueue): QueueAction[] {
  const free = queue.settings.workers - queue.runs.size;
  if (free <= 0) return [];
  const plans: RunPlan[] = probes(queue, free);
  const tip = tipRun(queue);
  const isTipFirst = queue.settings.workers >= TIP_WORKERS_MIN || queue.doubted === "chain";
  if (tip !== undefined && isTipFirst) plans.push(tip);
  if (queue.doubted === null) {
    plans.push(...nextSegments(queue, free - plans.length));
    if (tip !== undefined && !isTipFirst && plans.length === 0) plans.push(tip);
    plans.push(...speculations(queue, plans, free - plans.length));
  }
  return plans.slice(0, free).map((plan, at) => ({
    kind: "start-run",
    run: { ...plan, id: `run-${queue.begun + at + 1}`, joined: [], refuted: false },
  }));
}

/** The oldest trouble first. One on changes that have not joined the chain yet waits for them: they may be the cause. */
function probes({ troubles, runs, chain, entries, settings }: LandingQueue, free: number): RunPlan[] {
  const plans: RunPlan[] = [];
  for (const trouble of troubles.values()) {
    if (plans.length >= free) break;
    if (trouble.assumes.some((id) => entries.has(id) && !chain.includes(id))) continue;
    const mine = [...runs.values()].filter((run) => run.trouble === trouble.id && !run.refuted);
    const trying = mine.map((run) => partOf(trouble, run));
    const tests = settings.retryShare < 1 && trouble.tests.length > 0 ? trouble.tests : null;
    for (const part of nextParts(trouble, free - plans.length, trying)) {
      const { id, base, assumes, changes } = trouble;
      plans.push({ purpose: "probe", base, assumes, changes: changes.slice(0, part), tests, trouble: id });
    }
  }
  return plans;
}

/** The whole chain, unless it is proven, in trouble, or below a run that proves it as well. */
function tipRun({ main, chain, proven, runs, troubles }: LandingQueue): RunPlan | undefined {
  if (chain.length === proven || [...troubles.values()].some(({ purpose }) => purpose === "tip")) return undefined;
  const isTested = [...runs.values()].some((run) => {
    if (run.refuted || run.tests !== null || run.purpose === "probe") return false;
    const below = run.purpose === "tip" ? run.changes : run.assumes;
    return run.purpose === "tip" || (run.joined.length === 0 && chain.every((id, at) => below[at] === id));
  });
  return isTested ? undefined : { purpose: "tip", base: main, assumes: [], changes: chain, tests: null, trouble: null };
}
