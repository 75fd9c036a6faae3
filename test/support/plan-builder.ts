import type { Conflict, Plan, ScheduledTask, TaskForecast } from "../../src/core/plan.ts";

/** A task of a built plan: its agent, start and end in hours, and what stands out about it. */
export interface BuiltTask {
  readonly task: string;
  readonly agent?: number;
  readonly start?: number;
  readonly hours?: number;
}

/** A conflict with what a test is about; the reason follows from the pair. */
export function conflict(a: string, b: string, facts: Partial<Conflict> = {}): Conflict {
  return {
    a,
    b,
    kind: "same-file",
    probability: 0.9,
    textual: 0.5,
    reason: `${b} after ${a} because both write src/x.ts`,
    evidence: [],
    ...facts,
  };
}

/** A complete plan of the given tasks; everything else has a plain value unless a test gives its own. */
export function buildPlan(tasks: readonly BuiltTask[], facts: Partial<Plan> = {}): Plan {
  const schedule: ScheduledTask[] = tasks.map(({ task, agent = 1, start = 0, hours = 4 }) => ({
    task,
    agent,
    agentClass: "agent",
    startHours: start,
    endHours: start + hours,
  }));
  const makespanHours = schedule.reduce((most, { endHours }) => Math.max(most, endHours), 0);
  const perTask: TaskForecast[] = schedule.map(({ task, endHours }) => ({
    task,
    p50: endHours,
    p80: endHours * 1.5,
    p95: endHours * 3,
    criticality: endHours === makespanHours ? 0.9 : 0.02,
  }));
  const agents = schedule.reduce((most, { agent }) => Math.max(most, agent), 1);
  return {
    primary: null,
    agents,
    classes: [{ name: "agent", capacity: agents, speed: 1, costPerHour: 0 }],
    waves: schedule.length === 0 ? [] : [schedule.map(({ task }) => task)],
    schedule,
    order: schedule.map(({ task }) => task),
    conflicts: [],
    risks: [],
    twins: [],
    hotFiles: [],
    notes: [],
    lowerBounds: { criticalPathHours: makespanHours, workHours: 0, exclusiveHours: 0, bestHours: makespanHours },
    search: { seed: 1, evaluations: 500, proven: true, makespanHours },
    timeline: {
      unit: "agent-hours",
      hoursPerWeek: 40,
      perTask,
      weeks: weeksOf(perTask),
      finish: { p50: makespanHours, p80: makespanHours * 1.5, p95: makespanHours * 3 },
      doneBy: null,
      throughput: null,
      basis: "no finished session yet: the usual spread of estimates",
      runs: 2000,
      seed: 1,
    },
    criticalPath: perTask.filter(({ criticality }) => criticality > 0.5).map(({ task }) => task),
    excluded: [],
    ...facts,
  };
}

function weeksOf(perTask: readonly TaskForecast[]): Plan["timeline"]["weeks"] {
  const last = Math.ceil(perTask.reduce((most, { p50 }) => Math.max(most, p50), 0) / 40);
  const doneBy = (quantile: "p50" | "p80" | "p95", week: number) => perTask.filter((one) => one[quantile] <= week * 40).length;
  return Array.from({ length: last }, (_, index) => ({
    week: index + 1,
    tasks: perTask.filter(({ p50 }) => p50 > index * 40 && p50 <= (index + 1) * 40).map(({ task }) => task),
    percent: Math.round((100 * doneBy("p50", index + 1)) / perTask.length),
    p80Done: doneBy("p80", index + 1),
    p50Done: doneBy("p50", index + 1),
    p20Done: Math.min(perTask.length, doneBy("p50", index + 1) + 1),
  }));
}

/** Nine tasks like the guide's: a long primary, a pair in order, a pair of twins, a risk; titles as people write them. */
export function nineTaskPlan(facts: Partial<Plan> = {}): Plan {
  const plan = buildPlan(
    [
      { task: "DATA-001", agent: 1, hours: 92 },
      { task: "QA-044", agent: 2, hours: 20 },
      { task: "QA-033", agent: 3, hours: 11.3 },
      { task: "QA-034", agent: 3, start: 11.3, hours: 5.7 },
      { task: "QA-028", agent: 4, hours: 5.7 },
      { task: "QA-015", agent: 4, start: 5.7, hours: 4.9 },
      { task: "QA-016", agent: 4, start: 10.6, hours: 4.9 },
      { task: "INFRA-002", agent: 4, start: 15.5, hours: 2.8 },
      { task: "INFRA-001", agent: 3, start: 17, hours: 1.4 },
    ],
    { primary: "DATA-001" },
  );
  return {
    ...plan,
    waves: [plan.order.filter((id) => id !== "QA-034" && id !== "QA-016"), ["QA-034", "QA-016"]],
    criticalPath: ["DATA-001"],
    conflicts: [
      conflict("QA-033", "QA-034", {
        reason: "QA-034 after QA-033 because both change setActiveLayout in src/dashboard/layout.ts",
        evidence: ["QA-033 names `setActiveLayout`", "QA-034 names `src/dashboard/layout.ts`"],
      }),
      conflict("QA-015", "QA-016", {
        kind: "twin",
        probability: 0.94,
        reason: "QA-016 after QA-015 because they look like the same change",
      }),
    ],
    risks: [
      conflict("DATA-001", "QA-044", {
        kind: "soft",
        probability: 0.21,
        reason: "DATA-001 and QA-044 side by side: DATA-001 seeds every table, QA-044 adds three",
      }),
    ],
    twins: [
      {
        tasks: ["QA-015", "QA-016"],
        probability: 0.94,
        proposal: "merge QA-016 into QA-015, or let QA-015 go first",
        evidence: ["both name src/inbox.ts"],
      },
    ],
    hotFiles: [{ path: "src/schema.ts", tasks: ["DATA-001", "QA-044", "QA-033"] }],
    notes: ["INFRA-002 says little about the files it touches"],
    ...facts,
  };
}

/** As many tasks as wanted over sixteen agents, each in conflict with its neighbour on the same agent. */
export function largePlan(count: number, agents = 16): Plan {
  const id = (index: number) => `T-${String(index + 1).padStart(5, "0")}`;
  const tasks = Array.from({ length: count }, (_, index) => ({
    task: id(index),
    agent: (index % agents) + 1,
    start: Math.floor(index / agents) * 5,
    hours: 2 + (index % 4),
  }));
  const pairs = tasks.slice(agents).flatMap((_, index) => (index % 3 === 0 ? [conflict(id(index), id(index + agents))] : []));
  return { ...buildPlan(tasks), conflicts: pairs };
}
