import { openEngine } from "../coordinator/engine.ts";
import { openRun } from "../coordinator/open-run.ts";
import type { Site } from "../coordinator/site.ts";
import { SignalboxError } from "../core/errors.ts";
import type { ChangeRow } from "../store/rows.ts";
import { connectCoordinator } from "./connect-coordinator.ts";

export interface LandedAlone {
  readonly change: ChangeRow;
  /** Why the lander ended its work, for a change that still waits. */
  readonly because: string;
}

/**
 * Lands what waits, as the only coordinator, where none runs: gates take their minutes.
 * @returns what became of the work with that head, or undefined when another coordinator is the lander and will take it.
 */
export async function landIfAlone(site: Site, head: string): Promise<LandedAlone | undefined> {
  if ((await connectCoordinator(site.state.coordinatorFile)) !== undefined) return undefined;
  try {
    const engine = await openEngine(site);
    try {
      const { coordinator, close } = await openRun(engine, { agents: 1, primary: null, only: [], agent: null, repair: null });
      const { reason } = await coordinator.run().finally(close);
      const change = (await engine.store.changes()).findLast((one) => one.head === head);
      return change && { change, because: reason };
    } finally {
      await engine.close();
    }
  } catch (error) {
    const isElsewhere = error instanceof SignalboxError && (error.code === "refused" || error.code === "already-running");
    if (isElsewhere) return undefined;
    throw error;
  }
}
