import type { AgentClass } from "../../core/plan.ts";
import type { Task } from "../../core/task.ts";
import { coldStartQuantile, learnedScale } from "./cold-start.ts";
import { conformalLevels } from "./conformal.ts";
import { failureModel } from "./failures.ts";
import { type FinishedSession, inOrder, kindOf } from "./finished-session.ts";
import { RatioHistory, type RatioQuery } from "./ratio-history.ts";
import { meanBeyond, mixed, quantileBeyond, quantileOf, type Spread, STEPS, shareBelow } from "./spread.ts";
import { trackRecord } from "./track-record.ts";

/** How long one try of a task takes, in elapsed agent hours, as a distribution. */
export interface TaskDuration {
  /** The point estimate in human hours: the geometric mean of the written range. */
  readonly pointHours: number;
  /** True when nothing is written and the usual value stands in. */
  readonly assumed: boolean;
  readonly meanHours: number;
  /** Hours within which the task is done with probability `p`. */
  quantile(p: number): number;
  /** A random duration, from `u` uniform in [0, 1). */
  sample(u: number): number;
  /** Probability that it takes less than `hours`, and that it takes no more; they differ where values repeat. */
  within(hours: number): { readonly below: number; readonly upTo: number };
  /** Expected hours still to come after `elapsed` hours of work: grows with them, since durations have heavy tails. */
  meanLeft(elapsed: number): number;
  /** Random hours still to come after `elapsed` hours of work, from `u` uniform in [0, 1). */
  sampleLeft(elapsed: number, u: number): number;
}

export interface DurationModel {
  /** Finished sessions it has learned from. */
  readonly sessions: number;
  /** @param agentClass the agent that does it; left out: any. */
  durationOf(task: Pick<Task, "id" | "effort">, agentClass?: string): TaskDuration;
  /** How the forecasts of the sessions that have finished did: their normal scores, oldest first. */
  scores(): readonly number[];
  /** Probability that one try by this agent fails and the task has to be tried again. */
  failureOf(agentClass?: string): number;
}

/** Where no source gives an estimate: half a day, like most tasks that have one. */
const HOURS_WITHOUT_ESTIMATE = 4;
/** Efforts outside are mistakes in a text; they must not stop a forecast. */
const POINT_HOURS_MIN = 1 / 60;
const POINT_HOURS_MAX = 10_000;
/** So many finished sessions of the repository count as much as the cold-start distribution (planning protocol, recipe 2). */
const COLD_START_SESSIONS = 30;

/**
 * Durations as this repository's own finished sessions have them: the ratio of actual to estimated time is a weighted
 * empirical distribution, pooled n/(n+30) with the cold-start one, which the first sessions already shift to their scale; its
 * levels are conformal, kept to what past forecasts of this repository hit. Calibration on three public collections: `signalbox bench forecast`.
 * @param history in any order; sessions that failed count for failures only.
 * @param classes their speeds are what an agent without sessions of its own is taken to have.
 */
export function durationModel(history: readonly FinishedSession[], classes: readonly AgentClass[] = []): DurationModel {
  const sessions = inOrder(history);
  const scores = trackRecord(new DurationLearner(classes), sessions);
  const learner = new DurationLearner(classes, conformalLevels(scores));
  for (const session of sessions) learner.add(session);
  const failures = failureModel(sessions);
  return {
    sessions: learner.sessions,
    durationOf: (task, agentClass = "") => learner.durationOf(pointOf(task.effort), kindOf(task.id), agentClass),
    failureOf: (agentClass) => failures(agentClass),
    scores: () => scores,
  };
}

/** The model while sessions are added one by one, each later than the one before: what an evaluation of it needs. */
export class DurationLearner {
  readonly #history = new RatioHistory();
  readonly #logSpeeds: ReadonlyMap<string, number>;
  readonly #levels: (p: number) => number;
  readonly #known = new Map<string, TaskDuration>();
  #weights = new Float64Array(0);
  #sessions = 0;

  /** @param levels the probability at which to read the distribution for a wanted one; left out: that one. */
  constructor(classes: readonly AgentClass[] = [], levels: (p: number) => number = (p) => p) {
    this.#levels = levels;
    this.#logSpeeds = new Map(classes.filter(({ speed }) => speed > 0).map(({ name, speed }) => [name, Math.log(speed)]));
  }

  get sessions(): number {
    return this.#sessions;
  }

  add({ outcome, hours, estimateHours, agentClass, kind }: FinishedSession): void {
    if (outcome !== "done") return;
    this.#sessions++;
    this.#known.clear();
    const point = pointIn(estimateHours);
    const log = Math.log(Math.min(POINT_HOURS_MAX, hours) / (point ?? HOURS_WITHOUT_ESTIMATE)) + this.#logSpeed(agentClass);
    this.#history.add({ log, ...queryOf(point, kind, agentClass) });
  }

  /** @param point human hours; null when nothing is written. */
  durationOf(point: number | null, kind: string, agentClass: string): TaskDuration {
    const key = JSON.stringify([point, kind, agentClass]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const pointHours = point ?? HOURS_WITHOUT_ESTIMATE;
    const scale = pointHours * Math.exp(-this.#logSpeed(agentClass));
    const logs = this.#logRatios(queryOf(point, kind, agentClass));
    const hours = logs.map((_, step) => scale * Math.exp(quantileOf(logs, this.#levels((step + 0.5) / STEPS))));
    const duration = durationFrom(hours, pointHours, point === null);
    this.#known.set(key, duration);
    return duration;
  }

  #logRatios(query: RatioQuery): Spread {
    const history = this.#history;
    if (this.#weights.length < history.size) this.#weights = new Float64Array(2 * history.size);
    const count = history.weigh(query, this.#weights);
    const { shift, widening } = learnedScale(middleOf(history.logs, this.#weights), count);
    const coldStart = (step: number) => shift + widening * (COLD_START[step] ?? 0);
    return mixed(history.logs, this.#weights, ownShare(count), coldStart);
  }

  #logSpeed(agentClass: string): number {
    return this.#logSpeeds.get(agentClass) ?? 0;
  }
}

const COLD_START = Float64Array.from({ length: STEPS }, (_, step) => coldStartQuantile((step + 0.5) / STEPS));

function queryOf(point: number | null, kind: string, agentClass: string): RatioQuery {
  return { size: Math.log(point ?? HOURS_WITHOUT_ESTIMATE), kind, agentClass, estimated: point !== null };
}

/** The share of a forecast that comes from this repository's own sessions; old ones count less. */
export function ownShare(sessions: number): number {
  return sessions / (sessions + COLD_START_SESSIONS);
}

/** The geometric mean of the written range in human hours, or null; a range that starts at nothing counts from its first minute. */
export function pointOf(effort: Task["effort"]): number | null {
  if (effort === null) return null;
  return pointIn(Math.sqrt(Math.max(POINT_HOURS_MIN, effort.minHours) * Math.max(POINT_HOURS_MIN, effort.maxHours)));
}

function pointIn(hours: number | null): number | null {
  if (hours === null || Number.isNaN(hours) || hours <= 0) return null;
  return Math.min(POINT_HOURS_MAX, Math.max(POINT_HOURS_MIN, hours));
}

/** The mean of the middle half: one outlier among three sessions says little. */
function middleOf(logs: Float64Array, weights: Float64Array): number {
  let [sum, inside, before] = [0, 0, 0];
  for (const [place, log] of logs.entries()) {
    const after = before + (weights[place] as number);
    const overlap = Math.max(0, Math.min(0.75, after) - Math.max(0.25, before));
    sum += overlap * log;
    inside += overlap;
    before = after;
  }
  return inside === 0 ? 0 : sum / inside;
}

function durationFrom(hours: Spread, pointHours: number, assumed: boolean): TaskDuration {
  let sum = 0;
  for (const value of hours) sum += value;
  return {
    pointHours,
    assumed,
    meanHours: sum / STEPS,
    quantile: (p) => quantileOf(hours, p),
    sample: (u) => quantileOf(hours, u),
    within: (limit) => shareBelow(hours, limit),
    // Longer than nearly everything seen: a Pareto tail, of which half of what it has taken so far is still to come.
    meanLeft: (elapsed) => meanBeyond(hours, elapsed) ?? elapsed / 2,
    sampleLeft: (elapsed, u) => quantileBeyond(hours, elapsed, u) ?? elapsed * ((1 - u) ** (-1 / 3) - 1),
  };
}
