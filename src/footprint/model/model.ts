import type { Tree } from "./boost.ts";
import { type Calibration, UNCALIBRATED } from "./calibration.ts";
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
}

let prior: Model | undefined;

/** The model of a repository with too short a history to learn from: fitted on others (`bench/footprint/fit-prior.ts`). */
export function priorModel(): Model {
  prior ??= unpackPrior(PRIOR);
  return prior;
}

function unpackPrior({ first, second, trees }: PackedPrior): Model {
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
    calibration: UNCALIBRATED,
    fittedOn: 0,
  };
}

function numbers(text: string): number[] {
  return text === "" ? [] : text.split(" ").map(Number);
}
