import { z } from "zod";
import { BASE_PARAMETERS, type WorldParameters } from "../../simulation/landing/base-parameters.ts";
import { MEASURES, type MeasureName } from "../../simulation/landing/measures.ts";

/** A mean over the seeds, with half the width of its 95 % confidence interval. */
const estimate = z.strictObject({ mean: z.number(), within: z.number().nonnegative() });
const count = z.int().nonnegative();

function eachOf<Name extends string, Schema extends z.ZodType>(names: readonly Name[], schema: Schema) {
  return z.strictObject(Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>);
}

/** Times in minutes; `landedPerHour` until the last change has ended. */
export const simulated = z.strictObject({
  parameters: eachOf(Object.keys(BASE_PARAMETERS) as (keyof WorldParameters)[], z.number()),
  seeds: z.strictObject({ first: count, count: z.int().positive() }),
  policies: z.array(
    z.strictObject({
      policy: z.string(),
      summary: z.string(),
      /** Main only ever moves to a tree that passed a whole run. */
      exact: z.boolean(),
      /** Knows what no queue can know. */
      yardstick: z.boolean(),
      measures: eachOf<MeasureName, typeof estimate>(MEASURES, estimate),
    }),
  ),
});

/** A repository's own merges landed again with real git; see `Replayed` and `ReplayReport`. */
export const replayed = z.strictObject({
  repository: z.string(),
  seed: count,
  merges: count,
  rebuilt: count,
  conflicted: count,
  policies: z.array(
    z.strictObject({
      policy: z.string(),
      landed: count,
      returned: count,
      conflictsMet: count,
      conflictsForeseen: count,
      overlappingPairs: count,
      pairsInOrder: count,
      sameAsCommitted: count,
      p50: z.number(),
      p95: z.number(),
    }),
  ),
});
