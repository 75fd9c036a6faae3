import { afterPass, settleHeld } from "./after-pass.ts";
import { joinChain } from "./join-chain.ts";
import { leaveQueue } from "./leave-queue.ts";
import type { LandingQueue, LandingRun, QueueEntry, Trouble } from "./queue.ts";
import { afterChanges, afterRun } from "./rates.ts";
import { afterProbe, endOf, partOf } from "./trouble.ts";

/** Times a change waits because its base failed the same tests by itself. */
const BASE_DOUBTS_MAX = 2;

/** What the answer of a probe makes of the queue. */
export function afterTrouble(queue: LandingQueue, probe: LandingRun, passed: boolean): LandingQueue {
  const before = probe.trouble === null ? undefined : queue.troubles.get(probe.trouble);
  if (before === undefined) return queue;
  const part = partOf(before, probe);
  if (passed && part === before.changes.length && !before.confirmed) return flaked(queue, before, probe);
  const trouble = afterProbe(before, part, passed);
  const known = { ...queue, troubles: new Map([...queue.troubles, [trouble.id, trouble]]) };
  const end = endOf(trouble);
  if (end?.kind === "base") return baseFails(known, trouble);
  if (end?.kind === "culprit") return culpritFound(known, trouble, end.change);
  return passed && probe.tests === null && part > 0 ? joinPart(known, trouble, part) : known;
}

/** The same tests passed on the same tree: with the run before, everything passed there. */
function flaked(queue: LandingQueue, trouble: Trouble, probe: LandingRun): LandingQueue {
  const rest = without(queue, trouble);
  return trouble.company.length === 0 || probe.tests === null ? afterPass(rest, asRun(trouble, trouble.changes), true) : rest;
}

/** Found by all the tests, not only those that failed: a proof like any other, and the rest is looked at on top of it. */
function joinPart(queue: LandingQueue, trouble: Trouble, part: number): LandingQueue {
  if (trouble.purpose === "tip") return queue;
  const front = trouble.changes.slice(0, part);
  const next = joinChain(queue, asRun(trouble, front));
  if (!front.every((id) => next.chain.includes(id))) return queue;
  const rest = {
    ...(next.troubles.get(trouble.id) ?? trouble),
    assumes: [...trouble.assumes, ...front],
    changes: trouble.changes.slice(part),
    passes: Math.max(0, trouble.passes - part),
    fails: trouble.fails - part,
  };
  return settleHeld({ ...next, troubles: new Map([...next.troubles, [rest.id, rest]]) });
}

/**
 * What was below the change fails by itself: something on the chain, or main. The change is not to blame and waits. But not
 * for ever: where main passes whenever it is looked at, nobody can tell, and the change goes back with that evidence.
 */
function baseFails(queue: LandingQueue, trouble: Trouble): LandingQueue {
  const isOnMain = trouble.assumes.every((id) => !queue.entries.has(id));
  if (!isOnMain) return { ...without(queue, trouble), doubted: "chain" };
  const [first = "", ...others] = trouble.changes;
  const isTooOften = (queue.entries.get(first)?.baseDoubts ?? 0) >= BASE_DOUBTS_MAX;
  if (others.length === 0 && isTooOften) return culpritFound(queue, trouble, first);
  return { ...without(queue, trouble), entries: withDoubts(queue, trouble.changes), doubted: "main" };
}

/** Counts what happened; changes it happened to too often in company are tested alone. */
function withDoubts({ entries }: LandingQueue, changes: readonly string[]): ReadonlyMap<string, QueueEntry> {
  const next = new Map(entries);
  for (const id of changes) {
    const entry = next.get(id);
    if (entry === undefined) continue;
    const baseDoubts = entry.baseDoubts + 1;
    next.set(id, { ...entry, baseDoubts, alone: entry.alone || baseDoubts >= BASE_DOUBTS_MAX });
  }
  return next;
}

/**
 * The first of its run: it fails alone, it failed twice, and without it the same tests pass. It is rejected. One that had
 * others below it is first tried without them; where it passes then, it does not go together with one of those, and waits
 * to be tested alone behind them. One that another run has proven meanwhile is on its way to main: the failure was a flake.
 */
function culpritFound(queue: LandingQueue, trouble: Trouble, change: string): LandingQueue {
  if (queue.chain.slice(0, queue.proven).includes(change)) return without(queue, trouble);
  const rates = afterChanges(afterRun(queue.rates, false), 1, 1);
  const below = trouble.changes.slice(0, trouble.passes);
  const off = trouble.purpose === "tip" ? leaveQueue(queue, change, "stays") : queue;
  const rest = { ...without(off, trouble), rates, doubted: off.doubted === "chain" ? null : off.doubted };
  if (below.length === 0) return { ...rest, rejected: new Map([...queue.rejected, [change, trouble]]) };
  const others = trouble.purpose === "tip" ? trouble.changes.filter((id) => id !== change) : [];
  const alone: Trouble = {
    ...trouble,
    ...{ id: `${trouble.id}-${change}`, purpose: "segment", changes: [change], joined: [...trouble.joined, ...others], suspects: [] },
    ...{ company: below, confirmed: false, passes: -1, fails: 1 },
  };
  return { ...rest, entries: withCompany(rest, change, below), troubles: new Map([...rest.troubles, [alone.id, alone]]) };
}

/** From now on it is tested alone, behind those it failed with. */
function withCompany({ entries }: LandingQueue, id: string, company: readonly string[]): ReadonlyMap<string, QueueEntry> {
  const open = company.filter((other) => entries.has(other));
  const next = new Map(entries);
  const entry = next.get(id);
  if (entry !== undefined) next.set(id, { ...entry, alone: true, conflictsWith: new Set([...entry.conflictsWith, ...open]) });
  for (const other of open) {
    const one = next.get(other);
    if (one !== undefined) next.set(other, { ...one, conflictsWith: new Set([...one.conflictsWith, id]) });
  }
  return next;
}

function without(queue: LandingQueue, { id }: Trouble): LandingQueue {
  const troubles = new Map(queue.troubles);
  troubles.delete(id);
  const runs = new Map([...queue.runs].map(([key, run]) => [key, run.trouble === id ? { ...run, refuted: true } : run]));
  return { ...queue, troubles, runs };
}

function asRun({ id, purpose, base, assumes, joined }: Trouble, changes: readonly string[]): LandingRun {
  return { id, purpose, base, assumes, changes, joined, tests: null, trouble: null, refuted: false };
}
