import type { PolicyKind } from "../policy.ts";
import { BATCH_4, BATCH_8, FIFO } from "./batches.ts";
import { BEST_FIRST } from "./best-first.ts";
import { CAS_RETRY } from "./cas-retry.ts";
import { NONE } from "./none.ts";
import { BATCHING_BOUND, ORACLE } from "./oracles.ts";
import { STRICT, TWO_STAGE } from "./ours.ts";
import { ZUUL_WINDOW } from "./zuul-window.ts";

/** Every policy, from the simplest to what cannot be beaten. */
export const POLICIES: readonly PolicyKind[] = [
  ...[NONE, CAS_RETRY, FIFO, BATCH_4, BATCH_8, ZUUL_WINDOW, BEST_FIRST],
  ...[STRICT, TWO_STAGE, ORACLE, BATCHING_BOUND],
];
