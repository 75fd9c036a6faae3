import type { Gate } from "./gate.ts";
import { nextGates } from "./next-gates.ts";

/**
 * Runs the gates of one tree, side by side where none needs the other. The first that does not pass takes back those that
 * still wait; what runs already runs to its end, for its evidence.
 * @param run runs one gate; undefined when `waiting` aborted before it began.
 * @returns what was answered, in the order of `gates`.
 * @throws what `run` throws, once nothing runs any more.
 */
export async function runTree<G extends Pick<Gate, "name" | "needs">, A extends { readonly passed: boolean }>(
  gates: readonly G[],
  run: (gate: G, waiting: AbortSignal) => Promise<A | undefined>,
): Promise<readonly A[]> {
  const answers = new Map<string, A>();
  const running = new Map<string, Promise<void>>();
  const noMore = new AbortController();
  const faults: unknown[] = [];
  const start = async (gate: G) => {
    try {
      const answer = await run(gate, noMore.signal);
      if (answer !== undefined) answers.set(gate.name, answer);
      if (answer?.passed === false) noMore.abort();
    } catch (fault) {
      faults.push(fault);
      noMore.abort();
    } finally {
      running.delete(gate.name);
    }
  };
  for (;;) {
    const next = noMore.signal.aborted ? [] : nextGates(gates, answers, new Set(running.keys()));
    for (const gate of next) running.set(gate.name, start(gate));
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (faults.length > 0) throw faults[0];
  return gates.flatMap(({ name }) => answers.get(name) ?? []);
}
