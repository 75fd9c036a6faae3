import type { Site } from "../coordinator/site.ts";
import { SignalboxError } from "../core/errors.ts";
import { acquireCoordinatorLock } from "../store/coordinator-lock.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { systemClock } from "../system/clock.ts";

/**
 * Lets `read` look at the store while no coordinator runs.
 * @throws SignalboxError `already-running` when one has just started: ask it instead.
 */
export async function withStore<T>(site: Site, read: (store: Store) => Promise<T>): Promise<T> {
  const lock = await acquireCoordinatorLock(site.state.lockFile);
  if (lock === undefined)
    throw new SignalboxError("already-running", "expected no coordinator, got one that does not answer yet", {
      hint: "try again in a moment",
    });
  try {
    const store = await openStore(site.state.storeFile, { clock: systemClock });
    try {
      return await read(store);
    } finally {
      await store.close();
    }
  } finally {
    lock.release();
  }
}
