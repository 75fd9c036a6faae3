import type { StoredEvent } from "../core/event.ts";

/** From the run's first start to its end; `endedMs` is null while it runs. */
export interface RunSpan {
  readonly id: string | null;
  readonly startedMs: number;
  readonly endedMs: number | null;
  readonly elapsedMs: number;
  readonly agents: number;
  readonly outcome: string | null;
  readonly reason: string | null;
}

/** Times between a crash of the coordinator and its restart belong to the run: they were lost too. */
export function runSpan(events: readonly StoredEvent[], nowMs: number): RunSpan {
  const starts = events.filter(({ body }) => body.kind === "run-started");
  const startedMs = starts[0]?.atMs ?? events[0]?.atMs ?? nowMs;
  const last = events.findLast(({ body }) => body.kind === "run-started" || body.kind === "run-ended");
  const ended = last?.body.kind === "run-ended" ? last.body : undefined;
  const endedMs = ended === undefined ? null : (last?.atMs ?? null);
  return {
    id: starts[0]?.run ?? null,
    startedMs,
    endedMs,
    elapsedMs: Math.max(0, (endedMs ?? nowMs) - startedMs),
    agents: Math.max(1, ...starts.map(({ body }) => (body.kind === "run-started" ? body.agents : 1))),
    outcome: ended?.outcome ?? null,
    reason: ended?.reason ?? null,
  };
}

interface BusyTime {
  readonly task: string | null;
  readonly ms: number;
  /** It repeats work that only running side by side made necessary. */
  readonly rework: boolean;
}

/** Share of slot time in which an agent ran: Σ agent time ÷ (agents × elapsed). Null for a run without time or agents' work. */
export function busyShare(events: readonly StoredEvent[], { agents, elapsedMs, startedMs }: RunSpan): number | null {
  const busy = busyTimes(events, startedMs + elapsedMs);
  if (elapsedMs === 0 || busy.length === 0) return null;
  return Math.min(1, sum(busy.map(({ ms }) => ms)) / (agents * elapsedMs));
}

/**
 * How much faster than one agent working alone through the tasks that landed:
 *
 *     speedup = (Σ agent time of landed tasks, without rework + Σ time of gate runs that passed, uncached) ÷ elapsed
 *
 * Agent time runs from an agent's start to its end. Not counted, because one agent alone would not have spent it: tasks
 * that did not land, attempts after a return for a conflict or a stale base, failed, cached and broken-off gate runs.
 * It takes for granted that one agent would be as fast as ours were on a shared machine, and one gate run per landing
 * batch, so it errs low. Verification and waiting count in `elapsed` alone.
 */
export function speedup(events: readonly StoredEvent[], { elapsedMs, startedMs }: RunSpan, landed: ReadonlySet<string>): number | null {
  const useful = busyTimes(events, startedMs + elapsedMs).filter(({ task, rework }) => task !== null && landed.has(task) && !rework);
  if (elapsedMs === 0 || useful.length === 0) return null;
  const gates = events.map(({ body }) => (body.kind === "gate-run" && body.passed && !body.cached && !body.infrastructure ? body.ms : 0));
  return (sum(useful.map(({ ms }) => ms)) + sum(gates)) / elapsedMs;
}

/**
 * Every stretch in which an agent ran. One that was never seen to end (its coordinator was killed) counts up to the
 * last sign of its session.
 */
function busyTimes(events: readonly StoredEvent[], untilMs: number): BusyTime[] {
  const busy: BusyTime[] = [];
  const open = new Map<string, { readonly sinceMs: number; seenMs: number; readonly task: string | null; readonly rework: boolean }>();
  const reworked = new Set<string>();
  const close = (session: string, atMs: number) => {
    const agent = open.get(session);
    if (agent === undefined) return;
    busy.push({ task: agent.task, ms: Math.max(0, atMs - agent.sinceMs), rework: agent.rework });
    open.delete(session);
  };
  for (const { session, task, atMs, body } of events) {
    if (body.kind === "run-ended" || (body.kind === "run-started" && body.resumed)) {
      for (const [id, { seenMs }] of [...open]) close(id, seenMs);
    }
    if (session === null) continue;
    if (body.kind === "agent-ended") close(session, atMs);
    if (body.kind === "change-returned" && ["conflict", "stale-base"].includes(body.reason.code)) reworked.add(session);
    if (body.kind === "agent-started") {
      close(session, open.get(session)?.seenMs ?? atMs);
      open.set(session, { sinceMs: atMs, seenMs: atMs, task, rework: reworked.has(session) });
    }
    const agent = open.get(session);
    if (agent !== undefined) agent.seenMs = atMs;
  }
  for (const id of [...open.keys()]) close(id, untilMs);
  return busy;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
