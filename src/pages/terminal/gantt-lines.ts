import type { Plan, ScheduledTask } from "../../core/plan.ts";
import { axisStep } from "../client/axis.js";
import { hoursPerDay, hoursText } from "../client/hours-text.js";
import type { Paint } from "./paint.ts";

const LANES_MAX = 64;

/** Where a bar lies in a lane, in characters; the end is exclusive. */
interface Bar {
  readonly task: string;
  readonly start: number;
  readonly end: number;
  readonly critical: boolean;
}

/**
 * The schedule as one line for each agent, `width` characters wide, with an axis above: `[QA-033----]`, tasks of the critical
 * path drawn `=`. A bar too short for its name is `[]` or `|`; where several fall on one character there is a `#`.
 */
export function ganttLines(plan: Plan, width: number, paint: Paint): string[] {
  const agents = [...new Set(plan.schedule.map(({ agent }) => agent))].sort((a, b) => a - b);
  const label = laneLabel(plan, width);
  const lanes = agents
    .slice(0, LANES_MAX)
    .map((agent) => ({ label: label(agent), tasks: plan.schedule.filter((one) => one.agent === agent) }));
  const indent = lanes.reduce((most, lane) => Math.max(most, lane.label.length), 0) + 2;
  const columns = Math.max(10, width - indent);
  const lastHour = plan.schedule.reduce((most, { endHours }) => Math.max(most, endHours), 0);
  const critical = new Set(plan.criticalPath);
  const column = (hours: number) => (lastHour === 0 ? 0 : (hours / lastHour) * columns);
  const lines = lanes.map((lane) => {
    const bars = lane.tasks.map((task) => barOf(task, column, columns, critical.has(task.task)));
    return `${lane.label.padEnd(indent)}${laneText(bars, columns, paint)}`.trimEnd();
  });
  const more = agents.length - lanes.length;
  const axis = `${" ".repeat(indent)}${axisText(lastHour, columns, hoursPerDay(plan.timeline.hoursPerWeek))}`;
  return [paint.faint(axis), ...lines, ...(more > 0 ? [`… ${more} more agents`] : [])];
}

function laneLabel({ schedule, classes }: Plan, width: number): (agent: number) => string {
  if (width < 60) return (agent) => String(agent);
  if (classes.length < 2) return (agent) => `agent ${agent}`;
  const classOf = new Map(schedule.map(({ agent, agentClass }) => [agent, agentClass.slice(0, 16)]));
  return (agent) => `${agent} ${classOf.get(agent) ?? ""}`;
}

function barOf({ task, startHours, endHours }: ScheduledTask, column: (hours: number) => number, columns: number, critical: boolean): Bar {
  const start = Math.min(columns - 1, Math.round(column(startHours)));
  return { task, start, end: Math.min(columns, Math.max(start + 1, Math.round(column(endHours)))), critical };
}

function laneText(bars: readonly Bar[], columns: number, paint: Paint): string {
  const taken = new Map<number, number>();
  for (const { start } of bars) taken.set(start, (taken.get(start) ?? 0) + 1);
  let [line, at] = ["", 0];
  for (const bar of bars.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (bar.end <= at) continue;
    const [start, crowded] = [Math.max(at, bar.start), (taken.get(bar.start) ?? 0) > 1 && bar.end - bar.start === 1];
    const text = crowded ? "#" : barText(bar, bar.end - start);
    line += " ".repeat(start - at) + (bar.critical ? paint.warm(text) : text);
    at = start + text.length;
  }
  return line + " ".repeat(Math.max(0, columns - at));
}

function barText({ task, critical }: Bar, length: number): string {
  if (length === 1) return "|";
  const inside = length - 2;
  // Ids of one kind differ at their end: of QA-033 the last characters say more than the first.
  const name = inside >= 3 ? task.slice(-inside) : "";
  return `[${name.padEnd(inside, critical ? "=" : "-")}]`;
}

/** Times at round distances, each standing where it is: `0 h      4 h      8 h`. */
function axisText(lastHour: number, columns: number, dayHours: number): string {
  const step = axisStep(columns / lastHour, 9, dayHours);
  let line = "";
  for (let hours = 0; hours <= lastHour && step > 0; hours += step) {
    const text = hoursText(hours, dayHours);
    const start = Math.round((hours / lastHour) * columns);
    if (start + text.length > columns) break;
    line = line.padEnd(start) + text;
  }
  return line;
}
