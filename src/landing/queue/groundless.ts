import type { LandingQueue } from "./queue.ts";

/**
 * Refutes what stands on changes that wait again: they will join the chain in another order or company, or not at all. What
 * stands on the chain, or on changes under test, held or in trouble, stays.
 */
export function withoutGroundless(queue: LandingQueue): LandingQueue {
  for (let next = queue; ; ) {
    const grounds = groundsOf(next);
    const stands = ({ assumes }: { readonly assumes: readonly string[] }) =>
      assumes.every((id) => grounds.has(id) || !next.entries.has(id));
    const troubles = new Map([...next.troubles].filter(([, trouble]) => stands(trouble)));
    const isLost = (trouble: string | null) => trouble !== null && !troubles.has(trouble);
    const runs = new Map(
      [...next.runs].map(([id, run]) => [id, !run.refuted && (!stands(run) || isLost(run.trouble)) ? { ...run, refuted: true } : run]),
    );
    const held = next.held.filter(stands);
    const isSettled =
      held.length === next.held.length && troubles.size === next.troubles.size && [...runs].every(([id, run]) => next.runs.get(id) === run);
    if (isSettled) return next;
    next = { ...next, runs, held, troubles };
  }
}

/** What is on its way to main, and so may be stood on and waited for. */
export function groundsOf({ chain, runs, held, troubles }: LandingQueue): ReadonlySet<string> {
  const sound = [...runs.values()].filter((run) => run.purpose === "segment" && !run.refuted);
  return new Set([...chain, ...[...sound, ...held, ...troubles.values()].flatMap(({ changes }) => changes)]);
}
