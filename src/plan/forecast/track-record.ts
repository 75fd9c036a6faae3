import { evenDraw } from "./draws.ts";
import type { DurationLearner } from "./duration-model.ts";
import type { FinishedSession } from "./finished-session.ts";
import { normalQuantile } from "./normal.ts";

/** Older sessions say nothing about how good the forecast is now. */
const SESSIONS_MAX = 400;

/**
 * How the forecast did on the sessions that have finished since, one step ahead: the normal score of the share of the
 * forecast's distribution that each session came in under (its probability integral transform). Standard normal and
 * independent when the forecast is right; where durations repeat, a place within the repeated share is drawn evenly.
 * @param learner one that has learned nothing yet.
 * @param history in the order it finished.
 */
export function trackRecord(learner: DurationLearner, history: readonly FinishedSession[]): readonly number[] {
  const scores: number[] = [];
  const from = history.length - SESSIONS_MAX;
  for (const [at, session] of history.entries()) {
    if (session.outcome === "done" && at >= from) {
      const { below, upTo } = learner.durationOf(session.estimateHours, session.kind, session.agentClass).within(session.hours);
      scores.push(normalQuantile(below + evenDraw(at) * (upTo - below)));
    }
    learner.add(session);
  }
  return scores;
}
