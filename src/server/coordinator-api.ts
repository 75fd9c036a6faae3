import { isAbsolute } from "node:path";
import { z } from "zod";
import type { OrderedChange } from "../coordinator/landing/ordered-changes.ts";
import type { Snapshot } from "../coordinator/snapshot.ts";
import type { Outcome } from "../core/claim.ts";
import type { StoredEvent } from "../core/event.ts";
import { isTaskId, taskOfSessionId } from "../core/ids.ts";
import type { FlaggedChange } from "../records/flagged-changes.ts";
import type { SaidProgress } from "../records/latest-progress.ts";
import type { SessionNetwork } from "../records/networks.ts";
import type { Report } from "../records/report.ts";
import type { SessionUsage } from "../records/session-usage.ts";
import type { ChangeRow, EventQuery, Run, SessionRow } from "../store/rows.ts";

/** What a running coordinator answers, in-process and over HTTP alike. */
export interface CoordinatorApi {
  status(): Promise<Status>;
  report(): Promise<Report>;
  /** Events of one session after a number, oldest first; empty when there are none (yet). */
  logs(session: string, afterSeq: number): Promise<readonly StoredEvent[]>;
  /**
   * Answers as soon as the command is accepted or refused, never when long work is over: landing a branch runs gates
   * for minutes, and whoever asked follows it by the events of the change that the answer names.
   */
  command(command: CoordinatorCommand): Promise<Outcome<CommandAccepted>>;
  /** The whole history in pages, and a call for every new event: together they are the event stream. */
  events(query: EventQuery): Promise<readonly StoredEvent[]>;
  subscribe(listener: (event: StoredEvent) => void): () => void;
}

export interface Status extends Pick<Snapshot, "mode" | "main" | "needsPerson"> {
  /** The run under way or the last one; null before the first. */
  readonly run: Run | null;
  readonly sessions: readonly SessionRow[];
  /** Changes on their way to main, in submission order. */
  readonly queue: readonly ChangeRow[];
  /** Which of them weaken tests, and how; they are tested alone. */
  readonly flagged: readonly FlaggedChange[];
  /** Which of them land behind which, and why; empty when nothing runs. */
  readonly ordered: readonly OrderedChange[];
  /** What started agents reach over the network. */
  readonly networks: readonly SessionNetwork[];
  /** Why open tasks that nobody has begun do not start, the next ones first; empty when nothing runs. */
  readonly waiting: readonly { readonly task: string; readonly reason: string }[];
  /** What sessions that still work said last of their work. */
  readonly progress: readonly SaidProgress[];
  /** What each session has used; one that told of nothing is left out. */
  readonly usage: readonly SessionUsage[];
  readonly metrics: Report["metrics"] | null;
}

export interface CommandAccepted {
  /** One line for the person who asked. */
  readonly message: string;
  /** The change to follow, where the command made one. */
  readonly change: string | null;
}

/** Longest answer to an agent's question. */
export const ANSWER_CHARACTERS_MAX = 16_000;

const task = z.string().refine(isTaskId, "expected a task id like QA-033");
const reason = z.string().min(1).max(500);

/** Everything a person may ask of a coordinator. `repository` is where the branch is: an absolute path on this machine. */
export const coordinatorCommandSchema = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("abort"), task, reason }),
  z.strictObject({
    name: z.literal("answer"),
    /** A session id, or a task id for its last session. */
    session: z.string().min(1).max(128),
    reply: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("text"), text: z.string().trim().min(1).max(ANSWER_CHARACTERS_MAX) }),
      z.strictObject({ kind: z.literal("drop"), reason }),
    ]),
  }),
  z.strictObject({ name: z.literal("retry"), task }),
  z.strictObject({ name: z.literal("drop"), task, reason }),
  z.strictObject({ name: z.literal("rollback"), task, reason }),
  z.strictObject({
    name: z.literal("land"),
    branch: z.string().regex(/^[^-\p{Cc}][^\p{Cc}]{0,249}$/u, "expected the name of a branch"),
    repository: z.string().max(4096).refine(isAbsolute, "expected an absolute path"),
  }),
  /** What somebody who works elsewhere says of it. */
  z.strictObject({
    name: z.literal("progress"),
    task,
    session: z.string().refine((text) => taskOfSessionId(text) !== undefined, "expected a session id"),
    message: reason,
    percent: z.number().min(0).max(100).nullable(),
  }),
  z.strictObject({ name: z.literal("drain") }),
  z.strictObject({ name: z.literal("stop") }),
]);

export type CoordinatorCommand = z.infer<typeof coordinatorCommandSchema>;
