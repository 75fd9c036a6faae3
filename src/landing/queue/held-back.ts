/*
 * A change that wrote what another session holds lands behind that session's (DESIGN §6). While the holder still works there
 * is no change of it to be ordered behind, so the later one stays out of the queue, for a bounded time.
 */

/** A session that held a path when another one wrote it, as it stands now. */
export interface Holder {
  readonly session: string;
  /** What was written of its lease. */
  readonly path: string;
  /** Why it need not be waited for, completing "it lands now: …"; null: it works, and its lease still covers the path. */
  readonly isOver: string | null;
}

export interface HandedIn {
  readonly session: string;
  readonly waitedMs: number;
  /** Sessions that held what it wrote outside its lease. */
  readonly holders: readonly Holder[];
}

/** Held back for the first of its holders, or free to enter the queue and why; null for one that never had to wait. */
export type Hold = { readonly holder: Holder } | { readonly holder: null; readonly because: string | null };

/**
 * Does a change wait for a session that still works? Not for one that has handed in, gave the path back, waits for a person or
 * for a time, or whose change came back; not longer than `waitMsMax`; and not for one that is itself behind this session,
 * be it by others: where each holds what the other wrote nobody waits, and whoever hands in first goes first.
 * @param behind the sessions that hold what this one wrote outside its lease.
 */
export function holdOf({ session, waitedMs, holders }: HandedIn, behind: (session: string) => readonly string[], waitMsMax: number): Hold {
  const working = holders.filter(({ isOver }) => isOver === null);
  const [first] = working;
  if (first === undefined) return { holder: null, because: holders[0]?.isOver ?? null };
  if (waitedMs >= waitMsMax) return { holder: null, because: `it waited ${Math.round(waitedMs / 60_000)} min for ${first.session}` };
  const holder = working.find((one) => !leadsTo(behind, one.session, session));
  return holder === undefined ? { holder: null, because: `${first.session} wrote what this session holds, too` } : { holder };
}

function leadsTo(behind: (session: string) => readonly string[], from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const session of seen) {
    if (session === to) return true;
    for (const next of behind(session)) seen.add(next);
  }
  return false;
}
