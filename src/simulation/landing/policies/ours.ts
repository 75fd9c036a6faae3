import { decideLanding } from "../../../landing/queue/decide-landing.ts";
import { emptyQueue, type LandingQueue, type QueueSettings } from "../../../landing/queue/queue.ts";
import { queueAfter } from "../../../landing/queue/queue-after.ts";
import type { Command, Policy, PolicyContext, PolicyKind } from "../policy.ts";

export const STRICT = ours("strict", "our queue; only exact trees join the chain", true);
export const TWO_STAGE = ours("two-stage", "our queue; lanes, then the tip's exact tree", false);

/** What `limits.batch` is where nobody sets it. */
const BATCH_MAX = 8;

function ours(name: string, summary: string, strict: boolean): PolicyKind {
  return { name, summary, isExact: true, isYardstick: false, waitsToFit: true, make: (context) => queuePolicy(context, { strict }) };
}

/** The landing queue itself, heard and obeyed as the coordinator does it. `onQueue` sees it after every event. */
export function queuePolicy(
  { workers, world, main }: PolicyContext,
  settings: Partial<QueueSettings>,
  onQueue: (queue: LandingQueue) => void = () => {},
): Policy {
  const { retryShare } = world.parameters;
  let queue = emptyQueue({ workers, strict: false, batchMax: BATCH_MAX, retryShare, ...settings });
  /** Which version of main the queue means by its number. */
  const bases = [main.version];
  return {
    next(event) {
      queue = queueAfter(queue, event);
      bases[queue.main] ??= main.version;
      const actions = decideLanding(queue);
      for (const action of actions) if (action.kind === "start-run") queue = queueAfter(queue, { kind: "run-started", run: action.run });
      onQueue(queue);
      return actions.map((action): Command => {
        if (action.kind !== "start-run") return action;
        return { kind: "start-run", run: { ...action.run, base: bases[action.run.base] } };
      });
    },
  };
}
