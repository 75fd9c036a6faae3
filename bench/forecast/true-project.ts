import type { AgentClass } from "../../src/core/plan.ts";
import type { Task } from "../../src/core/task.ts";
import type { DispatchProblem } from "../../src/plan/dispatch/problem.ts";
import { type ListRun, listRunner } from "../../src/plan/dispatch/run-list.ts";
import { drawAt } from "../../src/plan/forecast/draws.ts";
import { type FinishedSession, kindOf } from "../../src/plan/forecast/finished-session.ts";
import { normalQuantile } from "../../src/plan/forecast/normal.ts";
import type { Meetings, RunningTask } from "../../src/plan/forecast/simulate.ts";

/** How a repository's durations really come about; the forecast sees nothing of it but finished sessions. */
export interface Truth {
  /** Logarithm of the usual ratio of actual to estimated time: agents may take minutes for human hours. */
  readonly scale: number;
  /** Of single tasks, relative to those of a public collection. */
  readonly taskSpread: number;
  /** Of what the tasks of one project share, as a logarithm. */
  readonly projectSpread: number;
  readonly failure: number;
}

export interface TrueProject {
  readonly tasks: readonly Task[];
  readonly meetings: Meetings;
  readonly past: readonly FinishedSession[];
  readonly run: ListRun;
  /** Hours of each try of each task. */
  readonly tries: readonly (readonly number[])[];
}

export const CLASSES: readonly AgentClass[] = [{ name: "claude", capacity: 4, speed: 1, costPerHour: 0 }];
const TASKS = 40;
const REDO_WAIT_HOURS = 0.1;
const PAST_PROJECT_TASKS = 20;
const KINDS = ["QA", "ST", "INFRA"] as const;
const DRAW = { estimate: 0, kind: 1, noise: 2, failure: 3, project: 4, before: 5, conflict: 6, past: 7 } as const;
const PAST = 1_000_000;

/** One project of 40 tasks for 4 agents, what its repository finished before, and how it really went. */
export function trueProject(truth: Truth, pastTasks: number, seed: number): TrueProject {
  const draw = (...place: readonly number[]) => drawAt(seed, 0, ...place);
  const tasks = Array.from({ length: TASKS }, (_, at) => taskOf(at, draw));
  const conflicts = tasks.map((_, at) => tasks.flatMap((_, other) => (isConflict(at, other, draw) ? [other] : [])));
  const shared = truth.projectSpread * normalQuantile(draw(DRAW.project));
  const tries: number[][] = tasks.map(() => []);
  const problem: DispatchProblem = {
    predecessors: tasks.map(({ dependsOn }) => dependsOn.map((id) => tasks.findIndex((task) => task.id === id))),
    conflicts,
    capacities: [CLASSES[0]?.capacity ?? 1],
    costs: [0],
    expected: tasks.map((task) => [pointOf(task)]),
    primary: null,
  };
  const list = tasks.map((_, at) => at);
  const run = listRunner(problem)(list, {
    hours: (task, _agent, tried) => {
      const hours = hoursOf(tasks[task], truth, shared, [task, tried], draw);
      tries[task]?.push(hours);
      return hours;
    },
    redo: (task, tried) => (draw(DRAW.failure, task, tried) < truth.failure ? REDO_WAIT_HOURS : null),
  });
  const idOf = (at: number) => tasks[at]?.id ?? "";
  const meetings: Meetings = {
    neighbours: (id) => conflicts[tasks.findIndex((task) => task.id === id)]?.map(idOf) ?? [],
    alone: () => undefined,
    softPairs: [],
  };
  return { tasks, meetings, run, tries, past: pastOf(truth, pastTasks, draw) };
}

type Draw = (...place: readonly number[]) => number;

function taskOf(at: number, draw: Draw): Task {
  const kind = KINDS[Math.floor(3 * draw(DRAW.kind, at))] ?? "QA";
  const hours = 4 * Math.exp(0.7 * normalQuantile(draw(DRAW.estimate, at)));
  const dependsOn = at > 4 && at < PAST && draw(DRAW.before, at, 1) < 0.3 ? [Math.floor(at * draw(DRAW.before, at, 2))] : [];
  const id = (number: number) => `${KINDS[Math.floor(3 * draw(DRAW.kind, number))] ?? "QA"}-${number}`;
  return {
    ...{ id: `${kind}-${at}`, title: "", priority: null, status: "todo", effort: { minHours: hours / 1.4, maxHours: hours * 1.4 } },
    ...{ dependsOn: dependsOn.map(id), conflictsWith: [], declared: { write: [], forbid: [] }, acceptance: null },
    ...{ promptFile: null, production: false, sources: [] },
  };
}

function isConflict(one: number, other: number, draw: Draw): boolean {
  return one !== other && draw(DRAW.conflict, Math.min(one, other), Math.max(one, other)) < 0.04;
}

/** The estimate in hours. */
export function pointOf({ effort }: Task): number {
  return Math.sqrt((effort?.minHours ?? 4) * (effort?.maxHours ?? 4));
}

/** Actual over estimated time of the SiP collection at its P1 to P99 (planning reference §5): peaked, with heavy tails. */
const RATIOS: readonly (readonly [p: number, ratio: number])[] = [
  ...([
    [0.01, 0.08],
    [0.05, 0.25],
    [0.1, 0.46],
    [0.25, 0.75],
    [0.5, 1],
  ] as const),
  ...([
    [0.75, 1.21],
    [0.8, 1.41],
    [0.9, 2],
    [0.95, 3],
    [0.99, 6.83],
  ] as const),
];

/** The logarithm of a ratio, between the known ones along straight lines over normal scores. */
function noiseAt(p: number): number {
  const z = normalQuantile(p);
  const knots = RATIOS.map(([at, ratio]) => [normalQuantile(at), Math.log(ratio)] as const);
  const found = knots.findIndex(([knot]) => z <= knot);
  const after = found === -1 ? knots.length - 1 : Math.max(1, found);
  const [[x0, y0], [x1, y1]] = [knots[after - 1] ?? [0, 0], knots[after] ?? [1, 1]];
  return y0 + ((z - x0) / (x1 - x0)) * (y1 - y0);
}

/** Kinds of tasks differ by a fifth; what a project shares is on top of each task's own luck. */
function hoursOf(task: Task | undefined, truth: Truth, shared: number, place: readonly number[], draw: Draw): number {
  if (task === undefined) return 0;
  const kind = 0.2 * ((KINDS as readonly string[]).indexOf(kindOf(task.id)) - 1);
  return pointOf(task) * Math.exp(truth.scale + kind + shared + truth.taskSpread * noiseAt(draw(DRAW.noise, ...place)));
}

function pastOf(truth: Truth, count: number, draw: Draw): readonly FinishedSession[] {
  return Array.from({ length: count }, (_, at) => {
    const task = taskOf(PAST + at, draw);
    const project = Math.floor(at / PAST_PROJECT_TASKS);
    const hours = hoursOf(task, truth, truth.projectSpread * normalQuantile(draw(DRAW.past, project)), [PAST + at, 1], draw);
    const failed = draw(DRAW.failure, PAST + at, 1) < truth.failure;
    return [
      ...(failed ? [sessionOf(task, hours, -count + at - 0.5, 1, "failed" as const)] : []),
      sessionOf(task, hours, -count + at, failed ? 2 : 1, "done"),
    ];
  }).flat();
}

/** @param atHours when it ended, since the start of the project. */
export function sessionOf(task: Task, hours: number, atHours: number, tries: number, outcome: "done" | "failed"): FinishedSession {
  const at = { finishedAtMs: Math.round(atHours * 3_600_000), outcome, tries };
  return { task: task.id, agentClass: "claude", kind: kindOf(task.id), estimateHours: pointOf(task), hours, ...at };
}

/** What is known of the project after so many hours: which sessions have ended, which tasks run, which are still to be done. */
export function stateAt({ tasks, run, tries }: TrueProject, hours: number) {
  const [ended, running, open]: [FinishedSession[], RunningTask[], Task[]] = [[], [], []];
  for (const [at, task] of tasks.entries()) {
    const [own, start, finish] = [tries[at] ?? [], run.starts[at] ?? 0, run.finishes[at] ?? 0];
    const [first = 0, last = 0] = [own[0], own.at(-1)];
    if (own.length > 1 && start + first <= hours) ended.push(sessionOf(task, first, start + first, 1, "failed"));
    if (finish <= hours) {
      ended.push(sessionOf(task, last, finish, own.length, "done"));
      continue;
    }
    open.push(task);
    // Of three and more tries the middle ones count as waiting: they are one in a hundred.
    const began = finish - last <= hours ? finish - last : start <= hours && start + first > hours ? start : null;
    if (began !== null) running.push({ task: task.id, agentClass: "claude", elapsedHours: hours - began });
  }
  return { ended, running, open };
}
