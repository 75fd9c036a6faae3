import { z } from "zod";
import { durationMs, share, timeMs } from "./shared.ts";

const count = z.int().nonnegative();
const texts = z.array(z.string());

const period = z.strictObject({
  number: z.int().positive(),
  startMs: timeMs,
  tasks: texts,
  percentDone: z.number().min(0).max(100),
});

/** What agents used; `costUsd` is null where nobody tells or gives a price for any of it. */
export const spent = z.strictObject({
  inputTokens: count,
  outputTokens: count,
  costUsd: z.number().nonnegative().nullable(),
  unpricedTokens: count,
});

/** The measures of a run; shares and factors are null where nothing was measured. */
export const metrics = z.strictObject({
  tasks: z.strictObject({ total: count, landed: count, verified: count, failed: count, doneBy: count }),
  completionByWeek: z.array(period),
  completionByHour: z.array(period),
  deployments: z.strictObject({ checked: count, ok: count }),
  conflicts: z.array(
    z.strictObject({
      kind: z.string(),
      tasks: texts,
      files: texts,
      resolvedBy: z.string().nullable(),
      seconds: z.number().nonnegative().nullable(),
    }),
  ),
  production: z.strictObject({ failedVerifies: count, reverts: count, minutesRed: z.number().nonnegative() }),
  agentBusyShare: share.nullable(),
  speedupVsOneAgent: z.number().nonnegative().nullable(),
  bookkeepingCommits: count,
  permissions: z.strictObject({ asked: count, granted: count, refused: count, neededPerson: count }),
  usage: spent,
  footprint: z
    .strictObject({
      precision: share,
      recall: share,
      calibration: z.strictObject({
        ece: share,
        bins: z.array(z.strictObject({ from: share, to: share, paths: count, predicted: share, observed: share })),
      }),
      tasks: count,
    })
    .nullable(),
});

const taskRow = z.strictObject({
  task: z.string(),
  title: z.string(),
  outcome: z.enum(["verified", "landed", "done-by", "failed", "dropped", "running", "waiting"]),
  state: z.string(),
  agent: z.string().nullable(),
  box: z.string().nullable(),
  startedMs: timeMs.nullable(),
  landedMs: timeMs.nullable(),
  doneMs: timeMs.nullable(),
  attempts: count,
  usage: spent,
  evidence: texts,
});

const expectationRow = z.strictObject({
  task: z.string(),
  predicted: count,
  changed: count,
  precision: share.nullable(),
  recall: share.nullable(),
  missed: texts,
  p50Hours: z.number().nonnegative().nullable(),
  p80Hours: z.number().nonnegative().nullable(),
  hours: z.number().nonnegative(),
});

const INCIDENT_KINDS = [
  "red-main",
  "coordinator-restart",
  "agent-crash",
  "false-success",
  "escape",
  "dropped-edit",
  "conflict",
  "twin",
  "push-race",
  "foreign-push",
  "lease-refused",
  "gate-failed",
  "tests-weakened",
  "flake",
  "lying-gate",
  "verify-failed",
  "reverted",
  "task-failed",
  "needs-person",
] as const;

export const report = z.strictObject({
  run: z.strictObject({
    id: z.string().nullable(),
    startedMs: timeMs,
    endedMs: timeMs.nullable(),
    elapsedMs: durationMs,
    agents: z.int().positive(),
    outcome: z.string().nullable(),
    reason: z.string().nullable(),
  }),
  metrics,
  tasks: z.array(taskRow),
  expectations: z.array(expectationRow),
  incidents: z.array(
    z.strictObject({ atMs: timeMs, kind: z.enum(INCIDENT_KINDS), task: z.string().nullable(), what: z.string(), did: z.string() }),
  ),
});
