import { z } from "zod";
import { FOOTPRINT_MODES } from "../../core/footprint.ts";
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
  declared: z.strictObject({
    write: z.array(z.string()),
    forbid: z.array(z.string()),
    /** The owner's certain word, where there is one: exactly these, or these as well. */
    pin: z.array(z.string()).optional(),
    add: z.array(z.string()).optional(),
  }),
  sources: z.array(z.strictObject({ file: z.string(), line: z.int().positive() })),
});

/** What a task is expected to change; `task` is null for a free text. */
export const prediction = z.strictObject({
  task: z.string().nullable(),
  footprint: z.array(
    z.strictObject({ path: z.string(), mode: z.enum(FOOTPRINT_MODES), probability: share, evidence: z.array(z.string()) }),
  ),
  reads: z.array(z.strictObject({ path: z.string(), probability: share })),
  symbols: z.array(z.string()),
  /** Existing files it is expected to change, whichever they are. */
  size: z.number().positive().nullable(),
  unknown: z.string().nullable(),
});

export const problem = z.strictObject({
  code: z.string(),
  task: z.string().nullable(),
  file: z.string(),
  line: z.int().nonnegative(),
  message: z.string(),
});
