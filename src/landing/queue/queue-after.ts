import { afterPass, settleHeld } from "./after-pass.ts";
import { withoutGroundless } from "./groundless.ts";
import { leaveQueue } from "./leave-queue.ts";
import type { LandingQueue, QueueEntry, QueueEvent, RunVerdict } from "./queue.ts";
import { afterChanges } from "./rates.ts";
import { troubleOf } from "./trouble.ts";
import { afterTrouble } from "./trouble-ends.ts";

const WINDOW_MIN = 3;
const REPAIR = 1;
/** Share of a whole run from which it does not pay to ask for the failed tests of a batch again. */
const BELIEVED_FROM = 0.5;

/**
 * What an event makes of the queue. Pure; an event that comes twice, late, or about something that is gone changes nothing.
 */
export function queueAfter(queue: LandingQueue, event: QueueEvent): LandingQueue {
  const next = applied(queue, event);
  if (next === queue) return queue;
  // Doubts of a chain end with it, or with the proof of it.
  const isAssured = next.doubted === "chain" && next.chain.length === next.proven;
  return withoutGroundless(isAssured ? { ...next, doubted: null } : next);
}

function applied(queue: LandingQueue, event: QueueEvent): LandingQueue {
  switch (event.kind) {
    case "submitted":
      return submitted(queue, event);
    case "ended":
      return leaveQueue(queue, event.change);
    case "run-started":
      return queue.runs.has(event.run.id)
        ? queue
        : { ...queue, runs: new Map([...queue.runs, [event.run.id, event.run]]), begun: queue.begun + 1 };
    case "run-ended":
      return runEnded(queue, event.run, event.verdict);
    case "does-not-fit":
      return doesNotFit(queue, event.change, event.onto);
    case "landed":
      return landed(queue, event.changes);
    case "not-as-tested":
      return queue.proven === 0 ? queue : { ...queue, proven: 0 };
    case "main-moved":
      return mainMoved(queue);
    case "main-passes":
      return queue.doubted === "main" ? { ...queue, doubted: null } : queue;
  }
}

function submitted(queue: LandingQueue, { change, conflictsWith }: Extract<QueueEvent, { kind: "submitted" }>): LandingQueue {
  if (queue.entries.has(change.id)) return queue;
  const others = conflictsWith.filter((id) => queue.entries.has(id) && id !== change.id);
  const entry: QueueEntry = { ...change, conflictsWith: new Set(others), alone: false, waitsFor: new Set(), baseDoubts: 0 };
  const entries = new Map(queue.entries);
  for (const id of others) {
    const other = entries.get(id);
    if (other !== undefined) entries.set(id, { ...other, conflictsWith: new Set([...other.conflictsWith, change.id]) });
  }
  return { ...queue, entries: inOrder(entries, entry) };
}

/** Nearly always the last: only then is nothing sorted. */
function inOrder(entries: Map<string, QueueEntry>, entry: QueueEntry): ReadonlyMap<string, QueueEntry> {
  const last = [...entries.values()].at(-1);
  entries.set(entry.id, entry);
  return last === undefined || goesBefore(last, entry) < 0 ? entries : new Map([...entries].sort(([, a], [, b]) => goesBefore(a, b)));
}

function goesBefore(a: QueueEntry, b: QueueEntry): number {
  return a.rank - b.rank || a.submittedMs - b.submittedMs || (a.id < b.id ? -1 : 1);
}

function runEnded(queue: LandingQueue, id: string, verdict: RunVerdict): LandingQueue {
  const run = queue.runs.get(id);
  if (run === undefined) return queue;
  const runs = new Map(queue.runs);
  runs.delete(id);
  const without = { ...queue, runs };
  if (run.refuted || verdict.kind === "lost") return without;
  if (run.purpose === "probe") return afterTrouble(without, run, verdict.kind === "passed");
  if (verdict.kind === "passed") return afterPass(without, run, false);
  // What is on main by another proof, or out, is not looked into.
  if (run.changes.some((change) => !queue.entries.has(change))) return without;
  const window = Math.max(WINDOW_MIN, Math.floor(queue.window / 2));
  const [only, ...others] = run.changes;
  const trouble = troubleOf(run, verdict, {
    believed: queue.settings.retryShare >= BELIEVED_FROM,
    mends: others.length === 0 && queue.entries.get(only ?? "")?.rank === REPAIR,
  });
  return { ...without, window, troubles: new Map([...queue.troubles, [run.id, trouble]]) };
}

/** It joins no chain as long as those are open: whatever tests it or stands on it is about nothing that will be. */
function doesNotFit(queue: LandingQueue, id: string, onto: readonly string[]): LandingQueue {
  const entry = queue.entries.get(id);
  const others = onto.filter((other) => other !== id && queue.entries.has(other));
  if (entry === undefined || others.length === 0) return queue;
  const left = leaveQueue(queue, id, "stays");
  const entries = new Map(left.entries);
  entries.set(id, { ...entry, waitsFor: new Set([...entry.waitsFor, ...others]) });
  return { ...left, entries };
}

function landed(queue: LandingQueue, changes: readonly string[]): LandingQueue {
  const gone = new Set(changes.filter((id) => queue.entries.has(id)));
  if (gone.size === 0) return queue;
  const entries = new Map([...queue.entries].filter(([id]) => !gone.has(id)));
  const chain = queue.chain.filter((id) => !gone.has(id));
  const proven = Math.max(0, queue.proven - gone.size);
  const troubles = new Map([...queue.troubles].filter(([, { changes: some }]) => !some.some((id) => gone.has(id))));
  return settleHeld({ ...queue, main: queue.main + 1, entries, chain, proven, troubles, rates: afterChanges(queue.rates, gone.size, 0) });
}

/** Nothing that was tested is what would land now; the chain's changes wait for another run. */
function mainMoved(queue: LandingQueue): LandingQueue {
  const runs = new Map([...queue.runs].map(([id, run]) => [id, { ...run, refuted: true }]));
  return { ...queue, main: queue.main + 1, runs, chain: [], proven: 0, held: [], troubles: new Map(), rejected: new Map(), doubted: null };
}
