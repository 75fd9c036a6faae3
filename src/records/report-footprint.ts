import type { EventBody, PredictedPath, StoredEvent } from "../core/event.ts";
import { LEASE_PROBABILITY } from "../core/footprint.ts";
import { anyPatternCovers, patternCovers } from "../core/paths.ts";

/** How one landed task went against what was expected of it. */
export interface ExpectationRow {
  readonly task: string;
  /** Paths counted as predicted: those likely written, else the likeliest one. */
  readonly predicted: number;
  /** Paths it really changed, bookkeeping left out. */
  readonly changed: number;
  /** Of the predicted ones, those that were changed, and of the changed ones, those that were predicted, in [0, 1]. */
  readonly precision: number | null;
  readonly recall: number | null;
  /** Changed and not predicted. */
  readonly missed: readonly string[];
  /** Agent hours: forecast at the median and for four in five, and taken. Null where nothing was forecast. */
  readonly p50Hours: number | null;
  readonly p80Hours: number | null;
  readonly hours: number;
}

/** Predictions of about one probability: how many, what they said on average, and how many of them came true. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly paths: number;
  readonly predicted: number;
  readonly observed: number;
}

/** Predicted paths against changed ones, over all scored tasks of a run. */
export interface FootprintScore {
  readonly precision: number;
  readonly recall: number;
  readonly calibration: {
    /** Expected calibration error: mean distance of predicted and observed, weighted by the paths in each bin. */
    readonly ece: number;
    readonly bins: readonly CalibrationBin[];
  };
  /** Tasks that were scored: landed, with something predicted. */
  readonly tasks: number;
}

const BINS = 10;
const MISSED_MAX = 20;

interface Scored {
  readonly task: string;
  readonly planned: Extract<EventBody, { readonly kind: "session-planned" }>;
  readonly actual: Extract<EventBody, { readonly kind: "footprint-scored" }>;
}

/** One row per landed session of which something was expected, in landing order. */
export function expectationRows(events: readonly StoredEvent[]): ExpectationRow[] {
  return scoredSessions(events).map(({ task, planned, actual }) => {
    const likely = likelyPaths(planned.predicted);
    const missed = actual.changed.filter((path) => !anyPatternCovers(likely, path));
    const isKnown = planned.unknown === null && likely.length > 0;
    return {
      task,
      predicted: likely.length,
      changed: actual.changed.length,
      precision: isKnown ? share(likely.filter((path) => isChanged(path, actual.changed)).length, likely.length) : null,
      recall: isKnown ? share(actual.changed.length - missed.length, actual.changed.length) : null,
      missed: missed.slice(0, MISSED_MAX),
      p50Hours: planned.p50Hours,
      p80Hours: planned.p80Hours,
      hours: actual.hours,
    };
  });
}

/** The score of all predictions together (each path counts alike); null when nothing was predicted or nothing changed. */
export function footprintScore(events: readonly StoredEvent[]): FootprintScore | null {
  const scored = scoredSessions(events).filter(({ planned }) => planned.unknown === null && planned.predicted.length > 0);
  let [predicted, hits, changed, found] = [0, 0, 0, 0];
  for (const { planned, actual } of scored) {
    const likely = likelyPaths(planned.predicted);
    predicted += likely.length;
    hits += likely.filter((path) => isChanged(path, actual.changed)).length;
    changed += actual.changed.length;
    found += actual.changed.filter((path) => anyPatternCovers(likely, path)).length;
  }
  if (predicted === 0 || changed === 0) return null;
  return { precision: hits / predicted, recall: found / changed, calibration: calibrationOf(scored), tasks: scored.length };
}

function calibrationOf(scored: readonly Scored[]): FootprintScore["calibration"] {
  const all = scored.flatMap(({ planned, actual }) =>
    planned.predicted.map(({ path, probability }) => ({ probability, isTrue: isChanged(path, actual.changed) })),
  );
  const bins = Array.from({ length: BINS }, (_, index) => {
    const own = all.filter(({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)) === index);
    return {
      from: index / BINS,
      to: (index + 1) / BINS,
      paths: own.length,
      predicted: rounded(share(sum(own.map(({ probability }) => probability)), own.length) ?? 0),
      observed: rounded(share(own.filter(({ isTrue }) => isTrue).length, own.length) ?? 0),
    };
  }).filter(({ paths }) => paths > 0);
  const ece = sum(bins.map(({ paths, predicted, observed }) => (paths * Math.abs(predicted - observed)) / all.length));
  return { ece: rounded(ece), bins };
}

/** What a lease would take in advance. */
function likelyPaths(predicted: readonly PredictedPath[]): readonly string[] {
  const likely = predicted.filter(({ probability }) => probability >= LEASE_PROBABILITY);
  return (likely.length > 0 ? likely : predicted.slice(0, 1)).map(({ path }) => path);
}

function scoredSessions(events: readonly StoredEvent[]): readonly Scored[] {
  const planned = new Map<string, Scored["planned"]>();
  const scored: Scored[] = [];
  for (const { session, task, body } of events) {
    if (session === null || task === null) continue;
    if (body.kind === "session-planned") planned.set(session, body);
    const plan = planned.get(session);
    if (body.kind === "footprint-scored" && plan !== undefined) scored.push({ task, planned: plan, actual: body });
  }
  return scored;
}

function isChanged(pattern: string, changed: readonly string[]): boolean {
  return changed.some((path) => patternCovers(pattern, path));
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function rounded(number: number): number {
  return Math.round(number * 10_000) / 10_000;
}
