import type { Plan } from "../core/plan.ts";
import { hoursPerDay, hoursText, percentText } from "./client/hours-text.js";

/** Sentences about a plan that the terminal and the page both say. */

/** How far the schedule is from the best possible: "92 h; no schedule can end before 92 h: proven best". */
export function boundText({ search, lowerBounds }: Plan): string {
  const [makespan, bound] = [hoursRounded(search.makespanHours), hoursRounded(lowerBounds.bestHours)];
  const start = `${makespan} h; no schedule can end before ${bound} h`;
  if (search.proven) return `${start}: proven best`;
  if (lowerBounds.bestHours <= 0) return start;
  const above = (100 * (search.makespanHours - lowerBounds.bestHours)) / lowerBounds.bestHours;
  return `${start}: ${above < 0.95 ? "less than 1" : Math.round(above)} % above the bound`;
}

/** Which bound is the largest, in words. */
export function boundReason({ lowerBounds: { criticalPathHours, workHours, exclusiveHours, bestHours }, agents }: Plan): string {
  if (bestHours <= 0) return "";
  if (criticalPathHours === bestHours) return "the longest chain of tasks takes that long";
  if (workHours === bestHours) return `the work shared by ${agents === 1 ? "one agent" : `${agents} agents`} takes that long`;
  if (exclusiveHours === bestHours) return "tasks that must not run at once take that long together";
  return "";
}

/** Every bound: "139 h the longest chain of tasks, 58 h all work shared by 4 agents, 69 h tasks that exclude each other". */
export function boundsText({ lowerBounds: { criticalPathHours, workHours, exclusiveHours }, agents }: Plan): string {
  const shared = agents === 1 ? "all work by one agent" : `all work shared by ${agents} agents`;
  return `${hoursRounded(criticalPathHours)} h for the longest chain of tasks, ${hoursRounded(workHours)} h for ${shared}, ${hoursRounded(exclusiveHours)} h for tasks that exclude each other`;
}

/** Chance that everything is finished in time; null when nobody asked. */
export function doneByText({ timeline: { doneBy, hoursPerWeek } }: Plan): string | null {
  if (doneBy === null) return null;
  const when = doneBy.date === null ? `within ${hoursText(doneBy.hours, hoursPerDay(hoursPerWeek))}` : `by ${doneBy.date}`;
  return `${chanceText(doneBy.hours, doneBy.probability)} chance that everything is done ${when}`;
}

/** Of a day to come nothing is sure, whatever happened in all simulated runs. */
export function chanceText(hours: number, probability: number): string {
  return hours > 0 ? percentText(Math.min(0.999, Math.max(0.001, probability))) : percentText(probability);
}

/** The forecast by what this repository finished week by week; null before there is anything to count. */
export function throughputText({ timeline: { throughput, finish, hoursPerWeek } }: Plan): string | null {
  if (throughput === null) return null;
  const text = (hours: number) => hoursText(hours, hoursPerDay(hoursPerWeek));
  const { weeksSeen, finish: second, disagrees } = throughput;
  const said = `by what was finished in the last ${weeksSeen === 1 ? "week" : `${weeksSeen} weeks`}: P50 ${text(second.p50)}, P80 ${text(second.p80)}, P95 ${text(second.p95)}`;
  if (!disagrees) return `${said}; it agrees`;
  return `${said}; the two disagree (${text(finish.p50)} against ${text(second.p50)} at the median): trust neither, look at the estimates`;
}

/** "1 d = 8 h, 1 week = 40 h". */
export function unitText({ timeline: { hoursPerWeek } }: Plan): string {
  return `elapsed agent hours; 1 d = ${hoursRounded(hoursPerDay(hoursPerWeek))} h, 1 week = ${hoursRounded(hoursPerWeek)} h`;
}

/** One decimal below 100, none above. */
export function hoursRounded(hours: number): number {
  return hours < 100 ? Math.round(hours * 10) / 10 : Math.round(hours);
}
