import type { Conflict, Plan } from "../core/plan.ts";
import { hoursPerDay } from "./client/hours-text.js";
import { plainText, withPlainTexts } from "./plain-text.ts";
import { runningAlone } from "./running-alone.ts";

/** What a page shows of one task; hours since the plan's start. */
export interface PageTask {
  readonly id: string;
  readonly title: string;
  readonly priority: string;
  readonly agent: number;
  readonly agentClass: string;
  readonly start: number;
  readonly end: number;
  readonly p50: number;
  readonly p80: number;
  readonly p95: number;
  /** In [0, 1]. */
  readonly criticality: number;
  /** On the critical path of the schedule. */
  readonly critical: boolean;
  readonly twin: boolean;
  /** It runs beside nothing. */
  readonly alone: boolean;
}

/** Two tasks of which `b` waits for `a` (`serialised`), or that run side by side at a risk. */
export interface PagePair {
  readonly a: string;
  readonly b: string;
  readonly kind: string;
  readonly serialised: boolean;
  readonly probability: number;
  readonly textual: number;
  readonly reason: string;
  readonly evidence: readonly string[];
}

/** What the page's script works with; embedded in it as JSON. */
export interface PageData {
  readonly primary: string;
  readonly dayHours: number;
  readonly hoursPerWeek: number;
  readonly tasks: readonly PageTask[];
  readonly pairs: readonly PagePair[];
  readonly weeks: readonly { readonly week: number; readonly p80: number; readonly p50: number; readonly p20: number }[];
  /** Tasks of the plan, shown or not. */
  readonly total: number;
  readonly finish: { readonly p50: number; readonly p80: number; readonly p95: number };
  readonly doneByHours: number | null;
  readonly seed: number;
  /** Most nodes and edges the graph draws; more are a ball of wool. */
  readonly graphMax: { readonly nodes: number; readonly edges: number };
}

/** What a plan does not say itself about a task. */
export interface TaskFacts {
  readonly id: string;
  readonly title: string;
  readonly priority: string | null;
}

const TASKS_MAX = 1_000;
const PAIRS_MAX = 1_000;
const WEEKS_MAX = 520;
const EVIDENCE_MAX = 6;
const GRAPH_MAX = { nodes: 120, edges: 300 } as const;

/** The plan with plain texts and within what a browser and a person can take, and sentences about what is not shown. */
export function pageData(untrusted: Plan, tasks: readonly TaskFacts[]): { readonly data: PageData; readonly leftOut: readonly string[] } {
  const facts = new Map(tasks.map((one) => [one.id, one]));
  const shown = shownTasks(untrusted);
  const alone = runningAlone(untrusted);
  // That a task runs alone is said once; its pairs are the first to be left out.
  const pairs = [...pagePairs(untrusted.conflicts, true), ...pagePairs(untrusted.risks, false)]
    .filter(({ a, b }) => shown.has(a) && shown.has(b))
    .sort((one, other) => Number(alone.has(one.a) || alone.has(one.b)) - Number(alone.has(other.a) || alone.has(other.b)));
  const { timeline } = untrusted;
  const data: PageData = {
    primary: untrusted.primary ?? "",
    dayHours: hoursPerDay(timeline.hoursPerWeek),
    hoursPerWeek: timeline.hoursPerWeek,
    tasks: pageTasks(untrusted, facts, shown, alone),
    pairs: pairs.slice(0, PAIRS_MAX),
    weeks: timeline.weeks
      .slice(0, WEEKS_MAX)
      .map(({ week, p80Done, p50Done, p20Done }) => ({ week, p80: p80Done, p50: p50Done, p20: p20Done })),
    total: untrusted.schedule.length,
    finish: timeline.finish,
    doneByHours: timeline.doneBy?.hours ?? null,
    seed: untrusted.search.seed,
    graphMax: GRAPH_MAX,
  };
  const all = untrusted.conflicts.length + untrusted.risks.length;
  return { data: withPlainTexts(data), leftOut: leftOutOf(data, all, timeline.weeks.length) };
}

/** The critical path and what starts first. */
function shownTasks({ schedule, criticalPath }: Plan): ReadonlySet<string> {
  if (schedule.length <= TASKS_MAX) return new Set(schedule.map(({ task }) => task));
  const first = schedule.toSorted((a, b) => a.startHours - b.startHours || a.agent - b.agent).map(({ task }) => task);
  return new Set([...new Set([...criticalPath, ...first])].slice(0, TASKS_MAX));
}

function pageTasks(plan: Plan, facts: ReadonlyMap<string, TaskFacts>, shown: ReadonlySet<string>, alone: ReadonlySet<string>): PageTask[] {
  const forecasts = new Map(plan.timeline.perTask.map((one) => [one.task, one]));
  const [critical, twins] = [new Set(plan.criticalPath), new Set(plan.twins.flatMap(({ tasks }) => tasks))];
  return plan.schedule
    .filter(({ task }) => shown.has(task))
    .toSorted((a, b) => a.startHours - b.startHours || a.agent - b.agent)
    .map(({ task, agent, agentClass, startHours, endHours }) => {
      const { p50 = endHours, p80 = endHours, p95 = endHours, criticality = 0 } = forecasts.get(task) ?? {};
      return {
        id: task,
        title: plainText(facts.get(task)?.title ?? "", 200),
        priority: facts.get(task)?.priority ?? "",
        agent,
        // One class only: its name tells nothing.
        agentClass: plan.classes.length > 1 ? agentClass : "",
        start: startHours,
        end: endHours,
        p50,
        p80,
        p95,
        criticality,
        critical: critical.has(task),
        twin: twins.has(task),
        alone: alone.has(task),
      };
    });
}

function pagePairs(conflicts: readonly Conflict[], serialised: boolean): PagePair[] {
  return conflicts.map(({ a, b, kind, probability, textual, reason, evidence }) => ({
    a,
    b,
    kind,
    serialised,
    probability,
    textual,
    reason,
    evidence: evidence.slice(0, EVIDENCE_MAX),
  }));
}

function leftOutOf({ tasks, pairs, total, weeks }: PageData, pairsAll: number, weeksAll: number): string[] {
  const said: string[] = [];
  const count = (number: number) => number.toLocaleString("en");
  if (tasks.length < total)
    said.push(`${count(tasks.length)} of ${count(total)} tasks are shown: the critical path and what starts first.`);
  if (pairs.length < pairsAll) said.push(`${count(pairs.length)} of ${count(pairsAll)} pairs of tasks are shown.`);
  if (weeks.length < weeksAll) said.push(`${count(weeks.length)} of ${count(weeksAll)} weeks are shown.`);
  return said.length === 0 ? said : [...said, "signalbox plan --json has everything."];
}
