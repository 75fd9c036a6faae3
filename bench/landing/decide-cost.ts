import { decideLanding } from "../../src/landing/queue/decide-landing.ts";
import { emptyQueue, type LandingQueue } from "../../src/landing/queue/queue.ts";
import { queueAfter } from "../../src/landing/queue/queue-after.ts";
import { worldParameters } from "../../src/simulation/landing/base-parameters.ts";
import { makeWorld, type World } from "../../src/simulation/landing/world.ts";

const ROUNDS = 21;
const [WORKERS, BATCH_MAX] = [8, 8];

/** What deciding costs with many changes waiting: one line a size. Wall time; the machine may be doing other things too. */
export function* decideCost(sizes: readonly number[], overlap: number): Iterable<string> {
  for (const size of sizes) {
    const world = makeWorld(worldParameters({ overlap }), 1, { arrivalsMs: Array.from({ length: size }, (_, at) => at) });
    const { queue, submitMs } = filled(world);
    const cold = timed(() => decideLanding(queue));
    const times = Array.from({ length: ROUNDS }, () => timed(() => decideLanding(queue))).sort((a, b) => a - b);
    const full = decideLanding(queue).reduce(
      (next, action) => (action.kind === "start-run" ? queueAfter(next, { kind: "run-started", run: action.run }) : next),
      queue,
    );
    const whileBusy = Array.from({ length: ROUNDS }, () => timed(() => decideLanding(full))).sort((a, b) => a - b);
    const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
    const median = (sorted: readonly number[]) => (sorted[ROUNDS >> 1] ?? 0).toFixed(1);
    yield `${size} queued, overlap ${overlap}, ${WORKERS} workers: decide ${median(times)} ms (first ${cold.toFixed(1)}, slowest ${times.at(-1)?.toFixed(1)}), \
all workers busy ${median(whileBusy)} ms; one submission ${(submitMs / size).toFixed(2)} ms; process ${memory} MB`;
  }
}

function filled(world: World): { readonly queue: LandingQueue; readonly submitMs: number } {
  let queue = emptyQueue({ workers: WORKERS, strict: false, batchMax: BATCH_MAX, retryShare: world.parameters.retryShare });
  let submitMs = 0;
  for (const { id, index, arrivedMs } of world.changes) {
    const conflictsWith = world.changes.slice(0, index).flatMap((other) => (world.overlaps(other.index, index) ? [other.id] : []));
    const change = { id, rank: 2, barrier: false, submittedMs: arrivedMs } as const;
    submitMs += timed(() => {
      queue = queueAfter(queue, { kind: "submitted", change, conflictsWith });
    });
  }
  return { queue, submitMs };
}

function timed(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}
