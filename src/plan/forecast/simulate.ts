import type { AgentClass } from "../../core/plan.ts";
import type { Task } from "../../core/task.ts";
import type { DispatchProblem } from "../dispatch/problem.ts";
import { type Chance, type ListRun, listRunner, type UnderWay } from "../dispatch/run-list.ts";
import { drawAt, evenDraw, sharedDraws } from "./draws.ts";
import type { DurationModel, TaskDuration } from "./duration-model.ts";
import { sharedError } from "./shared-error.ts";

/** A task that is being worked on when the forecast is made. */
export interface RunningTask {
  readonly task: string;
  readonly agentClass: string;
  readonly elapsedHours: number;
}

/** What may not, and what should better not, run side by side; a `ConflictGraph` is one. */
export interface Meetings {
  /** Tasks that must not run beside it. */
  neighbours(task: string): readonly string[];
  /** Defined when it runs beside nothing. */
  alone(task: string): unknown;
  /** Pairs that may run side by side, at a risk. */
  readonly softPairs: readonly { readonly a: string; readonly b: string; readonly probability: number }[];
}

export interface Simulation {
  /** In the order in which they are taken up; what they depend on beyond them is done. */
  readonly tasks: readonly Task[];
  readonly classes: readonly AgentClass[];
  readonly primary: string | null;
  readonly durations: DurationModel;
  readonly meetings: Meetings;
  readonly running?: readonly RunningTask[];
}

/** Hours after which a failed task is tried again. An estimate. */
const REDO_WAIT_HOURS = 0.1;
/** A task that failed so often is given up by any coordinator; the forecast takes the last try for done. */
const TRIES_MAX = 8;
/** A collision costs the later task this share of its work once more. An estimate, as in the schedule. */
const REWORK_SHARE = 0.25;
/** What a draw is for, so that no two draws are the same. */
const DRAW = { common: 0, hours: 1, failure: 2, collision: 3 } as const;

/**
 * The real dispatcher at work on the list, with durations, failures and collisions drawn anew in each run. What the tasks of
 * one project have in common is one factor of luck for the whole run.
 * @returns a function that plays run number `run`; the same number gives the same run.
 */
export function simulator(simulation: Simulation, seed: number): (run: number) => ListRun {
  const { tasks, classes, durations } = simulation;
  const numbers = new Map(tasks.map(({ id }, number) => [id, number]));
  const durationsOf = tasks.map((task) => classes.map(({ name }) => durations.durationOf(task, name)));
  const failures = classes.map(({ name }) => durations.failureOf(name));
  const risks = risksOf(simulation, numbers);
  const correlation = sharedError(durations.scores(), tasks.length);
  const play = listRunner(problemOf(simulation, numbers, durationsOf));
  const list = tasks.map((_, number) => number);
  // The one draw that moves every task of a run: spread evenly over the runs, so that few of them tell as much as many.
  const start = drawAt(seed, 0, DRAW.common);
  return (run) => {
    const luck = sharedDraws(correlation, evenDraw(run, start));
    const lucky = (task: number, tries: number) => luck(drawAt(seed, run, DRAW.hours, task, tries));
    const lastClass = new Int32Array(tasks.length);
    const chance: Chance = {
      hours: (task, agentClass, tries, beside) => {
        lastClass[task] = agentClass;
        const hours = durationsOf[task]?.[agentClass]?.sample(lucky(task, tries)) ?? 0;
        return hours * (1 + REWORK_SHARE * collisions(risks, task, beside, (other) => drawAt(seed, run, DRAW.collision, task, other)));
      },
      redo: (task, tries) => {
        const failure = failures[lastClass[task] ?? 0] ?? 0;
        return tries < TRIES_MAX && drawAt(seed, run, DRAW.failure, task, tries) < failure ? REDO_WAIT_HOURS : null;
      },
    };
    const underWay = underWayOf(simulation, numbers, durationsOf, (task) => lucky(task, 1));
    for (const { task, agentClass } of underWay) lastClass[task] = agentClass;
    return play(list, chance, underWay);
  };
}

type Risks = readonly ReadonlyMap<number, number>[];

function risksOf({ tasks, meetings }: Simulation, numbers: ReadonlyMap<string, number>): Risks {
  const risks = tasks.map(() => new Map<number, number>());
  for (const { a, b, probability } of meetings.softPairs) {
    const [one, other] = [numbers.get(a), numbers.get(b)];
    if (one === undefined || other === undefined) continue;
    risks[one]?.set(other, probability);
    risks[other]?.set(one, probability);
  }
  return risks;
}

/** Of the tasks it starts beside, how many it collides with. */
function collisions(risks: Risks, task: number, beside: readonly number[], draw: (other: number) => number): number {
  const risky = risks[task];
  if (risky === undefined || risky.size === 0) return 0;
  return beside.filter((other) => other !== task && draw(other) < (risky.get(other) ?? 0)).length;
}

function problemOf(
  { tasks, classes, primary, meetings }: Simulation,
  numbers: ReadonlyMap<string, number>,
  durationsOf: readonly (readonly TaskDuration[])[],
): DispatchProblem {
  const known = (ids: readonly string[], but: string) => [...new Set(ids)].flatMap((id) => (id === but ? [] : (numbers.get(id) ?? [])));
  return {
    predecessors: tasks.map(({ id, dependsOn }) => known(dependsOn, id)),
    conflicts: tasks.map(({ id }) => known(meetings.neighbours(id), id)),
    alone: tasks.map(({ id }) => meetings.alone(id) !== undefined),
    capacities: classes.map(({ capacity }) => capacity),
    costs: classes.map(({ costPerHour }) => costPerHour),
    expected: durationsOf.map((each) => each.map(({ meanHours }) => meanHours)),
    primary: numbers.get(primary ?? "") ?? null,
  };
}

/** A task under way takes what its distribution has beyond the time it has taken. */
function underWayOf(
  { running = [], classes }: Simulation,
  numbers: ReadonlyMap<string, number>,
  durationsOf: readonly (readonly TaskDuration[])[],
  lucky: (task: number) => number,
): readonly UnderWay[] {
  return running.flatMap(({ task: id, agentClass: name, elapsedHours }) => {
    const [task, agentClass] = [numbers.get(id), classes.findIndex((each) => each.name === name)];
    const duration = durationsOf[task ?? -1]?.[agentClass];
    if (task === undefined || duration === undefined) return [];
    const left = duration.sampleLeft(Math.max(0, elapsedHours), lucky(task));
    return [{ task, agentClass, hoursLeft: Math.max(Number.MIN_VALUE, left) }];
  });
}
