import type { LandingQueue, LandingRun } from "./queue.ts";

/**
 * A change is out of the queue, or (`stays`) off the chain and waiting again. Whatever held or assumed it is about nothing
 * that will be: runs are refuted, held results and troubles dropped. What merely came before it is not touched.
 */
export function leaveQueue(queue: LandingQueue, id: string, entry: "ends" | "stays" = "ends"): LandingQueue {
  if (!queue.entries.has(id)) return queue;
  const at = queue.chain.indexOf(id);
  const isAbout = ({ assumes, changes }: Pick<LandingRun, "assumes" | "changes">) => assumes.includes(id) || changes.includes(id);
  const forget = <T extends Pick<LandingRun, "joined">>(one: T): T =>
    one.joined.includes(id) ? { ...one, joined: one.joined.filter((other) => other !== id) } : one;
  const entries = new Map(queue.entries);
  if (entry === "ends") entries.delete(id);
  const troubles = new Map([...queue.troubles].filter(([, trouble]) => !isAbout(trouble)).map(([key, one]) => [key, forget(one)]));
  const rejected = new Map([...queue.rejected].filter(([change, evidence]) => change !== id && !evidence.assumes.includes(id)));
  const runs = new Map(
    [...queue.runs].map(([key, run]) => {
      const isLost = isAbout(run) || (run.trouble !== null && !troubles.has(run.trouble));
      return [key, isLost ? { ...run, refuted: true } : forget(run)];
    }),
  );
  return {
    ...queue,
    entries,
    runs,
    troubles,
    rejected,
    chain: queue.chain.filter((other) => other !== id),
    proven: at === -1 ? queue.proven : Math.min(queue.proven, at),
    held: queue.held.filter((run) => !isAbout(run)).map(forget),
  };
}
