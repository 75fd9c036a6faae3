import { SignalboxError } from "../../core/errors.ts";
import type { Activity, Mode, Project } from "./project.ts";

/** Times are kept in 32 bit integers, with room for one more activity behind the last. */
const TICKS_MAX = 2 ** 29;
const CAPACITY_MAX = 2 ** 30;

/**
 * Refuses a project that has no schedule or no meaning: cycles, negative or broken numbers, demand above capacity, no modes,
 * indexes of nothing. Throws `bad-input`.
 */
export function checkProject(project: Project): void {
  for (const [index, capacity] of project.capacities.entries()) {
    expectWhole(capacity, CAPACITY_MAX, `capacity of resource ${index}`);
  }
  let horizon = 0;
  for (const [index, activity] of project.activities.entries()) {
    checkActivity(project, activity, index);
    horizon += Math.max(activity.running?.ticksLeft ?? 0, ...activity.modes.map(({ ticks }) => ticks));
  }
  if (horizon > TICKS_MAX) throw bad(`at most ${TICKS_MAX} ticks of work in all`, horizon, "use a longer tick");
  for (const [a, b] of project.exclusive) checkPair(project, a, b, "exclusive pair");
  for (const { a, b, cost } of project.soft) {
    checkPair(project, a, b, "soft pair");
    expectAmount(cost, `cost of the soft pair ${a}, ${b}`);
  }
  checkCycles(project);
}

function checkActivity(project: Project, activity: Activity, index: number): void {
  const name = `activity ${index}`;
  if (activity.modes.length === 0) throw bad(`at least one mode of ${name}`, "none");
  expectAmount(activity.weight, `weight of ${name}`);
  for (const mode of activity.modes) checkMode(project, mode, name, activity.running === undefined);
  for (const before of activity.predecessors) checkPair(project, before, index, `predecessor of ${name}`);
  if (activity.running === undefined) return;
  expectWhole(activity.running.ticksLeft, TICKS_MAX, `ticks left of ${name}`);
  if (activity.modes[activity.running.mode] === undefined) throw bad(`a running mode of ${name}`, activity.running.mode);
}

function checkMode(project: Project, mode: Mode, name: string, obeysCapacity: boolean): void {
  expectWhole(mode.ticks, TICKS_MAX, `ticks of ${name}`);
  expectAmount(mode.cost, `cost of ${name}`);
  if (mode.demand.length !== project.capacities.length) {
    throw bad(`a demand of ${name} for each of ${project.capacities.length} resources`, mode.demand.length);
  }
  for (const [resource, demand] of mode.demand.entries()) {
    expectWhole(demand, CAPACITY_MAX, `demand of ${name}`);
    const capacity = project.capacities[resource] ?? 0;
    // What runs already runs, even where the capacity shrank under it.
    if (obeysCapacity && demand > capacity)
      throw bad(`a demand of ${name} within the capacity ${capacity} of resource ${resource}`, demand);
  }
}

function checkPair(project: Project, a: number, b: number, what: string): void {
  const exists = (index: number) => project.activities[index] !== undefined;
  if (!exists(a) || !exists(b)) throw bad(`a ${what} among ${project.activities.length} activities`, `${a}, ${b}`);
  if (a === b) throw bad(`a ${what} of two activities`, `${a} twice`);
}

/** Takes away activities without predecessors until none is left, or only cycles and what waits for them. */
function checkCycles({ activities }: Project): void {
  const waiting = activities.map((activity) => (activity.running ? 0 : activity.predecessors.length));
  const after: number[][] = activities.map(() => []);
  for (const [index, { predecessors, running }] of activities.entries()) {
    if (running === undefined) for (const before of predecessors) after[before]?.push(index);
  }
  const free = [...waiting.keys()].filter((index) => waiting[index] === 0);
  for (let at = 0; at < free.length; at++) {
    for (const next of after[free[at] ?? -1] ?? []) {
      waiting[next] = (waiting[next] ?? 0) - 1;
      if (waiting[next] === 0) free.push(next);
    }
  }
  if (free.length === activities.length) return;
  const stuck = [...waiting.keys()].filter((index) => (waiting[index] ?? 0) > 0).slice(0, 10);
  throw bad("predecessors without a cycle", `a cycle among ${stuck.join(", ")}`, "remove one of its predecessors");
}

function expectWhole(value: number, max: number, what: string): void {
  if (!Number.isInteger(value) || value < 0 || value > max) throw bad(`${what} as a whole number from 0 to ${max}`, value);
}

function expectAmount(value: number, what: string): void {
  if (!Number.isFinite(value) || value < 0) throw bad(`${what} as a number of at least 0`, value);
}

function bad(expected: string, got: string | number, hint?: string): SignalboxError {
  return new SignalboxError("bad-input", `expected ${expected}, got \`${got}\``, hint === undefined ? {} : { hint });
}
