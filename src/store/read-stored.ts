import { existsSync } from "node:fs";
import type { StoredEvent } from "../core/event.ts";
import { schemaVersion } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { findSessions } from "./operations/find-sessions.ts";
import { readEvents } from "./operations/read-events.ts";
import type { EventQuery, SessionQuery, SessionRow } from "./rows.ts";
import { openSqliteToRead } from "./sqlite.ts";

/** What may be asked of a store that somebody else may be writing. */
export interface StoredReader {
  events(query: EventQuery): Promise<StoredEvent[]>;
  sessions(query?: SessionQuery): Promise<SessionRow[]>;
}

/**
 * Lets `read` look at the store in `file` without becoming its coordinator: nothing is made, migrated or written, and a
 * coordinator at work is not disturbed (WAL lets readers in beside the one writer).
 * @returns undefined where no store exists yet, or one of another version does.
 * @throws SignalboxError when the file is no intact database.
 */
export async function readStored<T>(file: string, read: (reader: StoredReader) => Promise<T>): Promise<T | undefined> {
  if (!existsSync(file)) return undefined;
  const engine = openSqliteToRead(file);
  try {
    if ((await schemaVersion(engine.db).catch(() => 0)) !== MIGRATIONS.length) return undefined;
    return await read({ events: (query) => readEvents(engine.db, query), sessions: (query = {}) => findSessions(engine.db, query) });
  } finally {
    await engine.close();
  }
}
