import { z } from "zod";
import { NETWORK_ACCESS } from "../../core/agent.ts";
import { CHANGE_MACHINE, type ChangeState } from "../../core/change.ts";
import { SESSION_STATES, type SessionState } from "../../core/session.ts";
import { metrics, spent } from "./report.ts";
import { oid, returnReason, timeMs } from "./shared.ts";

const count = z.int().nonnegative();
const texts = z.array(z.string());

const run = z.strictObject({
  id: z.string(),
  agents: count,
  primary: z.string().nullable(),
  tasks: texts,
  options: z.record(z.string(), z.unknown()),
  startedAtMs: timeMs,
  endedAtMs: timeMs.nullable(),
  outcome: z.enum(["done", "incomplete", "stopped", "red-main", "needs-person"]).nullable(),
  reason: z.string().nullable(),
});

const session = z.strictObject({
  id: z.string(),
  run: z.string(),
  task: z.string(),
  agent: z.string(),
  /** The place among the run's agents, from 0; negative: the work was done elsewhere and handed in. */
  slot: z.int(),
  state: z.enum(SESSION_STATES as readonly [SessionState, ...SessionState[]]),
  epoch: count,
  claimRef: z.string(),
  claimOid: oid,
  base: oid,
  confined: z.boolean(),
  paths: texts,
  agentSession: z.string().nullable(),
  attempt: count,
  returns: count,
  landedCommit: oid.nullable(),
  doneBy: z.string().nullable(),
  note: z.string().nullable(),
  /** When a rate limit ends, or a dead agent is started again. */
  deadlineMs: timeMs.nullable(),
  /** What it asks a person; null: nothing. */
  question: z.string().nullable(),
  /** The answer its agent is about to get, or works on. */
  answer: z.string().nullable(),
  openedAtMs: timeMs,
  updatedAtMs: timeMs,
});

const change = z.strictObject({
  id: z.string(),
  kind: z.enum(["task", "part", "branch", "revert", "repair", "records"]),
  task: z.string().nullable(),
  session: z.string().nullable(),
  epoch: count.nullable(),
  base: oid,
  head: oid,
  subject: z.string(),
  state: z.enum(Object.keys(CHANGE_MACHINE) as [ChangeState, ...ChangeState[]]),
  submittedAtMs: timeMs,
  files: texts,
  commit: oid.nullable(),
  returned: returnReason.nullable(),
});

/** What is going on; `running` says whether a coordinator does it now, or the last one left it so. */
export const status = z.strictObject({
  running: z.boolean(),
  run: run.nullable(),
  sessions: z.array(session),
  queue: z.array(change),
  /** Changes of the queue that weaken tests, and how; they are tested alone. */
  flagged: z.array(z.strictObject({ change: z.string(), weakens: texts })),
  /** Which of them land behind which, and why; empty when nothing runs. */
  ordered: z.array(z.strictObject({ change: z.string(), behind: z.string(), because: z.string() })),
  /** What started agents reach over the network: their model and Signalbox's tools, everything, or those tools alone. */
  networks: z.array(z.strictObject({ session: z.string(), network: z.enum(NETWORK_ACCESS) })),
  waiting: z.array(z.strictObject({ task: z.string(), reason: z.string() })),
  /** What sessions that still work said last of their work. */
  progress: z.array(
    z.strictObject({
      session: z.string(),
      task: z.string().nullable(),
      message: z.string(),
      percent: z.number().min(0).max(100).nullable(),
      atMs: timeMs,
    }),
  ),
  /** What each session has used; one that told of nothing is left out. */
  usage: z.array(z.strictObject({ session: z.string(), ...spent.shape })),
  metrics: metrics.nullable(),
});
