import { z } from "zod";
import { CONFLICT_KINDS } from "../../core/plan.ts";
import { PRIORITIES, TASK_STATUSES } from "../../core/task.ts";
import { share } from "./shared.ts";

const hours = z.number().nonnegative();

export const task = z.strictObject({
  id: z.string(),
  title: z.string(),
  priority: z.enum(PRIORITIES).nullable(),
  status: z.enum(TASK_STATUSES),
  /** Human hours as written. */
  effort: z.strictObject({ minHours: hours, maxHours: hours }).nullable(),
  dependsOn: z.array(z.string()),
  declared: z.strictObject({ write: z.array(z.string()), forbid: z.array(z.string()) }),
  sources: z.array(z.strictObject({ file: z.string(), line: z.int().positive() })),
});

export const problem = z.strictObject({
  code: z.string(),
  task: z.string().nullable(),
  file: z.string(),
  line: z.int().nonnegative(),
  message: z.string(),
});

/** Hours are elapsed agent hours. */
export const plan = z.strictObject({
  primary: z.string().nullable(),
  agents: z.int().positive(),
  waves: z.array(z.array(z.string())),
  schedule: z.array(z.strictObject({ task: z.string(), agent: z.int(), startHours: hours, endHours: hours })),
  conflicts: z.array(
    z.strictObject({
      a: z.string(),
      b: z.string(),
      kind: z.enum(CONFLICT_KINDS),
      probability: share,
      reason: z.string(),
      evidence: z.array(z.string()),
    }),
  ),
  timeline: z.strictObject({
    unit: z.literal("agent-hours"),
    hoursPerWeek: z.number().positive(),
    perTask: z.array(z.strictObject({ task: z.string(), p50: hours, p80: hours, p95: hours })),
    weeks: z.array(z.strictObject({ week: z.int().positive(), tasks: z.array(z.string()), percent: z.number().min(0).max(100) })),
  }),
  criticalPath: z.array(z.string()),
  excluded: z.array(z.strictObject({ task: z.string(), reason: z.string() })),
});
