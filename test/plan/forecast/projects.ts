import type { AgentClass } from "../../../src/core/plan.ts";
import type { Task } from "../../../src/core/task.ts";
import { type DurationModel, durationModel } from "../../../src/plan/forecast/duration-model.ts";
import type { FinishedSession } from "../../../src/plan/forecast/finished-session.ts";
import { type ForecastInput, forecastTimeline } from "../../../src/plan/forecast/forecast-timeline.ts";
import type { Meetings } from "../../../src/plan/forecast/simulate.ts";
import { task } from "../tasks.ts";

/** Agents of one class. */
export function agents(capacity: number): readonly AgentClass[] {
  return [{ name: "claude", capacity, speed: 1, costPerHour: 0 }];
}

/** Nothing in anybody's way but the given pairs and those that run alone. */
export function meetings(pairs: readonly (readonly [string, string])[] = [], alone: readonly string[] = []): Meetings {
  const neighbours = (id: string) => pairs.flatMap(([a, b]) => (a === id ? [b] : b === id ? [a] : []));
  return { neighbours, alone: (id) => (alone.includes(id) ? "alone" : undefined), softPairs: [] };
}

/** As many tasks of the same length. */
export function alike(count: number, hours = 4, facts: Partial<Task> = {}): Task[] {
  return Array.from({ length: count }, (_, at) => task(`QA-${at + 1}`, { effort: { minHours: hours, maxHours: hours }, ...facts }));
}

/** One after the other. */
export function chain(count: number): Task[] {
  return alike(count).map((each, at) => ({ ...each, dependsOn: at === 0 ? [] : [`QA-${at}`] }));
}

/** The same durations, and nothing ever fails. */
export function unfailing(durations: DurationModel): DurationModel {
  return { ...durations, failureOf: () => 0 };
}

export interface ForecastFacts extends Partial<ForecastInput> {
  readonly capacity?: number;
  readonly history?: readonly FinishedSession[];
}

/** A forecast with what a test is about. */
export function forecast(tasks: readonly Task[], facts: ForecastFacts = {}) {
  const { capacity = 2, history = [], ...rest } = facts;
  const classes = agents(capacity);
  const durations = durationModel(history, classes);
  return forecastTimeline({ tasks, classes, primary: null, durations, meetings: meetings(), history, runs: 400, ...rest });
}
