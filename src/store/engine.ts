import { CamelCasePlugin, HandleEmptyInListsPlugin, type Kysely, replaceWithNoncontingentExpression, type Transaction } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * How long a commit must outlive. Both outlive a killed process; `flushed` also outlives a power cut, and is what
 * every admission uses. `buffered` is for telemetry: the next flushed commit carries it to the disk.
 */
export type Durability = "flushed" | "buffered";

/** One database under the store: everything in which SQLite and PostgreSQL differ is behind this. */
export interface Engine {
  /** For reading; writes go through `transaction`. */
  readonly db: Kysely<Tables>;
  /** Commits what `work` did when it resolves and undoes it when it throws. Never called while one is open. */
  transaction<T>(durability: Durability, work: (db: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** What is wrong with the stored bytes, one line each; empty when nothing is. */
  integrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What every engine's Kysely speaks: snake_case names, and `in ()`, which not every database accepts, as false. */
export const ENGINE_PLUGINS = [new CamelCasePlugin(), new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })];
