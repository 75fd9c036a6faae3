import type { FinishedSession } from "./finished-session.ts";

/** One try in ten fails until there is something to count: what the online simulations take (planning protocol P3). */
const COLD_START_FAILURES = 0.1;
/** So many tries count as much as what was believed before. */
const BELIEF_TRIES = 10;
/** More tries of one task than this are a mistake in a record. */
const TRIES_MAX = 20;

/**
 * The share of tries that fail, per agent class: each class is pooled with the others, and those with the cold-start
 * share. A task whose second try is the first one known had one failure before it.
 * @returns the probability for a class, in (0, 1); without a class, or for an unknown one, that of all.
 */
export function failureModel(sessions: readonly FinishedSession[]): (agentClass?: string) => number {
  const byTask = new Map<string, { readonly agentClass: string; tries: number; done: number; rows: number }>();
  for (const { task, agentClass, tries, outcome } of sessions) {
    const key = JSON.stringify([task, agentClass]);
    const seen = byTask.get(key) ?? { agentClass, tries: 0, done: 0, rows: 0 };
    byTask.set(key, seen);
    seen.rows++;
    if (outcome === "done") seen.done++;
    if (Number.isSafeInteger(tries)) seen.tries = Math.max(seen.tries, Math.min(TRIES_MAX, tries));
  }
  const shareOf = (belief: number, isCounted: (agentClass: string) => boolean) => {
    let [tries, failures] = [BELIEF_TRIES, BELIEF_TRIES * belief];
    for (const seen of byTask.values()) {
      if (!isCounted(seen.agentClass)) continue;
      const all = Math.max(seen.rows, seen.tries);
      tries += all;
      failures += all - seen.done;
    }
    return failures / tries;
  };
  const overall = shareOf(COLD_START_FAILURES, () => true);
  const perClass = new Map<string, number>();
  for (const { agentClass: name } of byTask.values()) {
    if (perClass.has(name)) continue;
    const others = shareOf(COLD_START_FAILURES, (agentClass) => agentClass !== name);
    perClass.set(
      name,
      shareOf(others, (agentClass) => agentClass === name),
    );
  }
  return (agentClass) => perClass.get(agentClass ?? "") ?? overall;
}
