import type { Transaction } from "kysely";
import type { EventBody, StoredEvent } from "../core/event.ts";
import type { Clock } from "../core/ports.ts";
import type { Durability, Engine } from "./engine.ts";
import type { EventScope } from "./rows.ts";
import type { Tables } from "./tables.ts";

/** One open transaction: changed rows and the events that tell of them commit together or not at all. */
export interface Write {
  readonly db: Transaction<Tables>;
  readonly nowMs: number;
  record(scope: EventScope, body: EventBody): Promise<StoredEvent>;
}

type Listener = (event: StoredEvent) => void;

/** Runs write transactions one after the other and tells listeners of committed events, in order. */
export class Writer {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #listeners = new Set<Listener>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine, clock: Clock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  /** Resolves once the transaction is committed and its listeners have been told. */
  write<T>(durability: Durability, work: (write: Write) => Promise<T>): Promise<T> {
    const result = this.#last.then(() => this.#commit(durability, work));
    this.#last = result.catch(() => undefined);
    return result;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when every write asked for so far is over. */
  async idle(): Promise<void> {
    await this.#last;
  }

  async #commit<T>(durability: Durability, work: (write: Write) => Promise<T>): Promise<T> {
    const recorded: StoredEvent[] = [];
    const value = await this.#engine.transaction(durability, async (db) => {
      // Written before anything is read: no other process can then change what `work` decides on.
      const ledger = db.updateTable("ledger").where("id", "=", 1);
      const { nextSeq } = await ledger
        .set((is) => ({ nextSeq: is.ref("nextSeq") }))
        .returning("nextSeq")
        .executeTakeFirstOrThrow();
      const nowMs = this.#clock.now();
      const record = async (scope: EventScope, body: EventBody) => {
        const event: StoredEvent = {
          seq: nextSeq + recorded.length,
          atMs: nowMs,
          run: scope.run,
          task: scope.task,
          session: scope.session,
          body,
        };
        recorded.push(event);
        await insertEvent(db, event);
        return event;
      };
      const result = await work({ db, nowMs, record });
      if (recorded.length > 0) await ledger.set({ nextSeq: nextSeq + recorded.length }).execute();
      return result;
    });
    for (const event of recorded) this.#tell(event);
    return value;
  }

  #tell(event: StoredEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        // The write is committed, so its caller must not hear of a failure; the listener's bug still must be seen.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

async function insertEvent(db: Transaction<Tables>, { body, ...envelope }: StoredEvent): Promise<void> {
  await db
    .insertInto("event")
    .values({ ...envelope, kind: body.kind, body: JSON.stringify(body) })
    .execute();
}
