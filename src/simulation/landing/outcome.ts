/** What became of one change. */
export interface ChangeRecord {
  readonly change: string;
  readonly submittedMs: number;
  readonly endedMs: number;
  readonly end: "landed" | "returned";
  /** It fails by itself, or with something that had landed or was still open when it ended. */
  readonly isGuilty: boolean;
}

export interface RunRecord {
  readonly startedMs: number;
  readonly endedMs: number;
  /** False: only some tests. */
  readonly isWhole: boolean;
  readonly end: "passed" | "failed" | "lost" | "cancelled";
}

/** Everything that happened in one simulated world under one policy. */
export interface Outcome {
  readonly policy: string;
  readonly seed: number;
  readonly workers: number;
  readonly arrivalsEndMs: number;
  readonly endedMs: number;
  readonly changes: readonly ChangeRecord[];
  /** Changes that had not ended when the simulation was cut off. */
  readonly unfinished: number;
  readonly runs: readonly RunRecord[];
  /** Times at which main became broken. */
  readonly escapes: number;
  readonly redMs: number;
  /** Failing trees that a lying worker reported as passed. */
  readonly lies: number;
}
