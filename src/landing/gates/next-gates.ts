import type { Gate } from "./gate.ts";

/**
 * The gates of one tree that may start now, in their order: not answered, not running, all they need passed. A need that
 * is not among `gates` was left out for this tree and is in nobody's way. Once one has not passed, nothing more starts.
 */
export function nextGates<G extends Pick<Gate, "name" | "needs">>(
  gates: readonly G[],
  answers: ReadonlyMap<string, { readonly passed: boolean }>,
  running: ReadonlySet<string>,
): readonly G[] {
  if ([...answers.values()].some(({ passed }) => !passed)) return [];
  const names = new Set(gates.map(({ name }) => name));
  const isReady = ({ name, needs = [] }: G) =>
    !answers.has(name) && !running.has(name) && needs.every((need) => !names.has(need) || answers.has(need));
  return gates.filter(isReady);
}
