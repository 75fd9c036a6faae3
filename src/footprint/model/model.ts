import type { Tree } from "./boost.ts";
import type { Calibration } from "./isotonic.ts";
import { PRIOR } from "./prior.ts";

/** How features become probabilities. Plain data: kept as JSON. */
export interface Model {
  /** Coefficients of the first look. */
  readonly first: readonly number[];
  /** Coefficients of the second look, over all features. */
  readonly second: readonly number[];
  /** Trees over all features, fitted on several repositories. */
  readonly trees: readonly Tree[];
  /** Trees fitted on this repository, on top of all else; none before it has enough history. */
  readonly own: readonly Tree[];
  readonly calibration: Calibration;
  /** Past commits of this repository that the fit looked at as if they were tasks. */
  readonly fittedOn: number;
}

/** A model that any repository can start with, as text. */
export interface PackedPrior {
  readonly first: string;
  readonly second: string;
  readonly trees: readonly string[];
  readonly scores: string;
  readonly probabilities: string;
}

let prior: Model | undefined;

/** The model of a repository with too short a history to learn from: fitted on others (`bench/footprint/fit-prior.ts`). */
export function priorModel(): Model {
  prior ??= unpackPrior(PRIOR);
  return prior;
}

export function unpackPrior({ first, second, trees, scores, probabilities }: PackedPrior): Model {
  return {
    first: numbers(first),
    second: numbers(second),
    trees: trees.map((text) => {
      const [features = "", thresholds = "", leaves = ""] = text.split("; ");
      return {
        depth: Math.log2(numbers(leaves).length),
        features: numbers(features),
        thresholds: numbers(thresholds),
        leaves: numbers(leaves),
      };
    }),
    own: [],
    calibration: { scores: numbers(scores), probabilities: numbers(probabilities) },
    fittedOn: 0,
  };
}

export function packPrior({ first, second, trees, calibration }: Model): PackedPrior {
  return {
    first: packed(first),
    second: packed(second),
    trees: trees.map(({ features, thresholds, leaves }) => `${packed(features)}; ${packed(thresholds)}; ${packed(leaves)}`),
    scores: packed(calibration.scores),
    probabilities: packed(calibration.probabilities),
  };
}

function numbers(text: string): number[] {
  return text === "" ? [] : text.split(" ").map(Number);
}

function packed(values: readonly number[]): string {
  return values.map((value) => Number(value.toPrecision(5))).join(" ");
}
