import { z } from "zod";
import { PRIORITIES, TASK_STATUSES } from "../../core/task.ts";

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
