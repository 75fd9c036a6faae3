import { z } from "zod";
import { CONFLICT_KINDS } from "../../core/plan.ts";
import { share } from "./shared.ts";

/** Elapsed agent hours. */
const hours = z.number().nonnegative();
const count = z.int().nonnegative();
const ids = z.array(z.string());
const quantiles = z.strictObject({ p50: hours, p80: hours, p95: hours });

const conflict = z.strictObject({
  a: z.string(),
  b: z.string(),
  kind: z.enum(CONFLICT_KINDS),
  probability: share,
  textual: share,
  reason: z.string(),
  evidence: z.array(z.string()),
});

const timeline = z.strictObject({
  unit: z.literal("agent-hours"),
  hoursPerWeek: z.number().positive(),
  perTask: z.array(z.strictObject({ task: z.string(), p50: hours, p80: hours, p95: hours, criticality: share })),
  weeks: z.array(
    z.strictObject({
      week: z.int().positive(),
      tasks: ids,
      percent: z.number().min(0).max(100),
      p80Done: count,
      p50Done: count,
      p20Done: count,
    }),
  ),
  finish: quantiles,
  doneBy: z.strictObject({ hours, date: z.string().nullable(), probability: share }).nullable(),
  throughput: z.strictObject({ finish: quantiles, disagrees: z.boolean(), weeksSeen: count }).nullable(),
  basis: z.string(),
  runs: count,
  seed: z.int(),
});

export const plan = z.strictObject({
  primary: z.string().nullable(),
  agents: z.int().positive(),
  classes: z.array(
    z.strictObject({ name: z.string(), capacity: z.int().positive(), speed: z.number().positive(), costPerHour: z.number().nonnegative() }),
  ),
  waves: z.array(ids),
  schedule: z.array(
    z.strictObject({ task: z.string(), agent: z.int().positive(), agentClass: z.string(), startHours: hours, endHours: hours }),
  ),
  order: ids,
  conflicts: z.array(conflict),
  risks: z.array(conflict),
  twins: z.array(z.strictObject({ tasks: ids, probability: share, proposal: z.string(), evidence: z.array(z.string()) })),
  hotFiles: z.array(z.strictObject({ path: z.string(), tasks: ids })),
  notes: z.array(z.string()),
  lowerBounds: z.strictObject({ criticalPathHours: hours, workHours: hours, exclusiveHours: hours, bestHours: hours }),
  search: z.strictObject({ seed: z.int(), evaluations: count, proven: z.boolean(), makespanHours: hours }),
  timeline,
  criticalPath: ids,
  excluded: z.array(z.strictObject({ task: z.string(), reason: z.string() })),
});
