import type { StoredEvent } from "../core/event.ts";
import { addUsage, NOTHING_SPENT, type Spent } from "../core/usage.ts";
import type { Store } from "../store/store.ts";
import { TimeLedger } from "./time-ledger.ts";

/**
 * What the agents of a run have used, as the history tells it: the store's events are the truth, this only adds them up.
 * A person's answer gives a session its budget anew.
 */
export class SpendLedger {
  readonly #run: string;
  readonly #rounds = new Map<string, Spent>();
  #ofRun = NOTHING_SPENT;

  constructor(run: string) {
    this.#run = run;
  }

  /** Takes one event, each once and in order; those that tell of no usage change nothing. */
  take({ run, session, body }: StoredEvent): void {
    if (session === null) return;
    if (body.kind === "answered") this.#rounds.delete(session);
    if (body.kind !== "agent" || body.event.kind !== "usage") return;
    this.#rounds.set(session, addUsage(this.ofRound(session), body.event));
    if (run === this.#run) this.#ofRun = addUsage(this.#ofRun, body.event);
  }

  ofRun(): Spent {
    return this.#ofRun;
  }

  /** What a session has used since a person last answered it. */
  ofRound(session: string): Spent {
    return this.#rounds.get(session) ?? NOTHING_SPENT;
  }
}

/** What was used before this process began: by this run, and by sessions of earlier ones that it goes on with. */
export async function openLedgers(
  store: Store,
  run: string,
  sessions: readonly string[],
): Promise<{ readonly ledger: SpendLedger; readonly times: TimeLedger }> {
  const [ledger, times] = [new SpendLedger(run), new TimeLedger(run)];
  const events = new Map((await store.events({ run })).map((event) => [event.seq, event]));
  const kinds = ["agent", "answered", "agent-started", "agent-ended"] as const;
  for (const session of sessions) for (const event of await store.events({ session, kinds })) events.set(event.seq, event);
  for (const event of [...events.values()].sort((a, b) => a.seq - b.seq)) {
    ledger.take(event);
    times.take(event);
  }
  return { ledger, times };
}
