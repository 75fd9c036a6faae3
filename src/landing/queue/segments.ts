import type { RunPlan } from "./decide-landing.ts";
import { conflicts, type LandingQueue, type LandingRun, type QueueEntry } from "./queue.ts";
import { batchSize } from "./rates.ts";

/** Fewer workers are better used on what is there than on what may be. */
const SPECULATION_WORKERS_MIN = 3;
/** A run on assumptions that are less likely than this to hold is not begun. */
const LIKELY = 0.5;

/**
 * Segments of waiting changes for the free workers, oldest first. A change may go when every earlier one it conflicts with
 * is on the chain or before it in the same segment: order is kept where it matters, and nobody else is waited for.
 */
export function nextSegments(queue: LandingQueue, free: number): readonly RunPlan[] {
  if (free <= 0) return [];
  const ready = readyChanges(queue);
  const size = Math.min(batchSize(queue), Math.max(1, Math.ceil(ready.length / free)));
  return intoSegments(queue, ready, size)
    .slice(0, free)
    .map((segment) => segmentOn(queue, queue.chain, segment));
}

/**
 * Segments of changes that wait only for changes under test: begun as if those pass, on top of them (Zuul's speculation,
 * limited to direct predecessors). `planned` are the runs about to begin.
 */
export function speculations(queue: LandingQueue, planned: readonly RunPlan[], free: number): readonly RunPlan[] {
  if (free <= 0 || queue.settings.workers < SPECULATION_WORKERS_MIN) return [];
  const tested = new Map<string, Pick<LandingRun, "assumes" | "changes">>();
  for (const run of [...queue.runs.values(), ...planned, ...queue.held]) {
    const isSound = !("refuted" in run) || !run.refuted;
    if (run.purpose === "segment" && isSound) for (const id of run.changes) tested.set(id, run);
  }
  const taken = new Set([...tested.keys(), ...busyChanges(queue)]);
  const plans: RunPlan[] = [];
  const earlier: QueueEntry[] = [];
  for (const entry of queue.entries.values()) {
    if (plans.length >= free) break;
    const isWaiting = !taken.has(entry.id) && !queue.chain.includes(entry.id) && !misfits(queue, entry, taken);
    const before = earlier.filter((other) => conflicts(queue, entry, other) && !queue.chain.includes(other.id));
    earlier.push(entry);
    if (!isWaiting || before.length === 0 || !before.every(({ id }) => tested.has(id))) continue;
    const assumed = assumptions(queue, before, tested);
    const unsure = assumed.filter((id) => !queue.chain.includes(id)).length;
    if (unsure > queue.window || (1 - queue.rates.failure) ** unsure < LIKELY) continue;
    const plan = segmentOn(queue, assumed, [entry]);
    plans.push(plan);
    tested.set(entry.id, plan);
    taken.add(entry.id);
  }
  return plans;
}

/** The chain, then the segments of these changes and what those assume, each once, in their order. */
function assumptions(
  { chain, entries }: LandingQueue,
  before: readonly QueueEntry[],
  tested: ReadonlyMap<string, Pick<LandingRun, "assumes" | "changes">>,
): readonly string[] {
  const assumed = new Set(chain);
  for (const { id } of before) {
    const run = tested.get(id);
    for (const other of [...(run?.assumes ?? []), ...(run?.changes ?? [])]) if (entries.has(other)) assumed.add(other);
  }
  return [...assumed];
}

/** Changes that may begin now, oldest first. */
function readyChanges(queue: LandingQueue): readonly QueueEntry[] {
  const busy = busyChanges(queue);
  const onChain = new Set(queue.chain);
  const ready: QueueEntry[] = [];
  const blocking = new Set<string>();
  let [seen, isClosed] = [0, false];
  for (const entry of queue.entries.values()) {
    if (onChain.has(entry.id)) continue;
    const isBlocked = isClosed || (entry.barrier && seen > 0) || misfits(queue, entry, busy) || meets(entry.conflictsWith, blocking);
    seen++;
    // Behind a barrier, and in strict mode behind anything that must wait, nothing may begin.
    isClosed ||= entry.barrier || (queue.settings.strict && (isBlocked || busy.has(entry.id)));
    if (isBlocked || busy.has(entry.id)) blocking.add(entry.id);
    else ready.push(entry);
  }
  return ready;
}

/** Does it not fit on something that is on its way to main? */
function misfits({ chain }: LandingQueue, { waitsFor }: QueueEntry, underTest: { has(id: string): boolean }): boolean {
  return meets(waitsFor, underTest) || chain.some((id) => waitsFor.has(id));
}

function meets(ids: Iterable<string>, others: { has(id: string): boolean }): boolean {
  for (const id of ids) if (others.has(id)) return true;
  return false;
}

/** Under test, held, in trouble or rejected: not to be begun again. */
function busyChanges({ runs, held, troubles, rejected }: LandingQueue): ReadonlySet<string> {
  const sound = [...runs.values()].filter((run) => !run.refuted && run.purpose === "segment");
  return new Set([...[...sound, ...held, ...troubles.values()].flatMap(({ changes }) => changes), ...rejected.keys()]);
}

/**
 * Oldest first; a change that conflicts with one of another segment joins that segment if it has room, or waits. Barriers
 * and changes to be tested alone get a segment of their own.
 */
function intoSegments(queue: LandingQueue, ready: readonly QueueEntry[], size: number): readonly (readonly QueueEntry[])[] {
  const segments: QueueEntry[][] = [];
  const waiting: QueueEntry[] = [];
  const isAlone = ({ barrier, alone }: QueueEntry) => barrier || alone;
  for (const entry of ready) {
    const isMisfit = segments.some((segment) => segment.some((other) => entry.waitsFor.has(other.id)));
    if (isMisfit || waiting.some((other) => conflicts(queue, entry, other))) {
      waiting.push(entry);
      continue;
    }
    const met = segments.filter((segment) => segment.some((other) => conflicts(queue, entry, other)));
    const [home] = met;
    const open = home ?? segments.findLast((segment) => segment.length < size && !segment.some(isAlone));
    const fits = met.length <= 1 && open !== undefined && open.length < size && !isAlone(entry) && !open.some(isAlone);
    if (fits) open.push(entry);
    else if (met.length === 0) segments.push([entry]);
    else waiting.push(entry);
  }
  return segments;
}

function segmentOn({ main }: LandingQueue, assumes: readonly string[], segment: readonly QueueEntry[]): RunPlan {
  return { purpose: "segment", base: main, assumes, changes: segment.map(({ id }) => id), tests: null, trouble: null };
}
