import type { Plan } from "../../core/plan.ts";
import { hoursPerDay, hoursText, percentText } from "../client/hours-text.js";
import { throughputText, unitText } from "../plan-words.ts";
import { columns } from "./columns.ts";
import type { Paint } from "./paint.ts";
import { listed } from "./why-lines.ts";
import { wrap } from "./wrap.ts";

const TASKS_MAX = 200;
const WEEKS_MAX = 60;
/** What the figures of a row need. */
const FIGURES_WIDTH = 66;
const NAME_MIN = 14;

/** When each task and all of them are finished, week by week, and what the figures rest on. */
export function forecastLines(plan: Plan, width: number, paint: Paint): string[] {
  const said = [throughputText(plan), `forecast basis: ${plan.timeline.basis}`].filter((line) => line !== null);
  return [
    "",
    paint.strong("when"),
    ...taskTable(plan, width),
    ...wrap(`(${unitText(plan)})`, width, 1).map(paint.faint),
    "",
    ...weekTable(plan, width),
    "",
    ...said.flatMap((line) => wrap(line, width)),
    ...wrap(`critical path: ${plan.criticalPath.slice(0, 40).join(" -> ")}${plan.criticalPath.length > 40 ? " …" : ""}`, width),
  ];
}

/** In the order of starting. On a narrow terminal: when it ends, planned and likely. */
function taskTable({ schedule, timeline }: Plan, width: number): string[] {
  const text = (hours: number | undefined) => (hours === undefined ? "-" : hoursText(hours, hoursPerDay(timeline.hoursPerWeek)));
  const byTask = new Map(timeline.perTask.map((one) => [one.task, one]));
  const narrow = width < 60;
  const heads = ["AGENT", "START", "END", "P50", "P80", "P95", "CRITICAL"].filter(
    (name) => !narrow || ["END", "P50", "P80"].includes(name),
  );
  const rows = schedule
    .toSorted((a, b) => a.startHours - b.startHours || a.agent - b.agent)
    .slice(0, TASKS_MAX)
    .map(({ task, agent, startHours, endHours }) => {
      const { p50, p80, p95, criticality } = byTask.get(task) ?? {};
      const cells = new Map([
        ["AGENT", String(agent)],
        ["START", text(startHours)],
        ["END", text(endHours)],
        ["P50", text(p50)],
        ["P80", text(p80)],
        ["P95", text(p95)],
        ["CRITICAL", criticality === undefined ? "-" : percentText(criticality)],
      ]);
      return [shortName(task, Math.max(NAME_MIN, width - FIGURES_WIDTH)), ...heads.map((name) => cells.get(name) ?? "")];
    });
  const lines = columns([{ name: "TASK" }, ...heads.map((name) => ({ name, right: true }))], rows, width);
  return schedule.length <= TASKS_MAX ? lines : [...lines, `… ${schedule.length - TASKS_MAX} more: --json has them`];
}

/** A name too long for its column, without its middle: ids of one kind differ at their end. */
function shortName(name: string, most: number): string {
  const half = Math.floor((most - 1) / 2);
  return name.length <= most ? name : `${name.slice(0, most - 1 - half)}…${name.slice(-half)}`;
}

/** The guide's table: what is finished in each week, and how much of everything by its end. */
function weekTable({ timeline: { weeks }, schedule, excluded }: Plan, width: number): string[] {
  const heads = [
    { name: "WEEK" },
    { name: "DONE", right: true },
    { name: "80 %", right: true },
    { name: "20 %", right: true },
    { name: "FINISHED IN IT" },
  ];
  const rows = weeks
    .slice(0, WEEKS_MAX)
    .map(({ week, tasks, percent, p80Done, p20Done }) => [
      `week ${week}`,
      `${Math.round(percent)} %`,
      String(p80Done),
      String(p20Done),
      tasks.length === 0 ? "-" : listed(tasks, 12),
    ]);
  const note = `(DONE at the median; of ${schedule.length} tasks at least the number under 80 % with a chance of 80 %, under 20 % with 20 %${excluded.length > 0 ? `; ${excluded.length} left out` : ""})`;
  const more = weeks.length - WEEKS_MAX;
  return [...columns(heads, rows, width), ...(more > 0 ? [`… ${more} more weeks`] : []), ...wrap(note, width, 1)];
}
