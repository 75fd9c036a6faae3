import { randomInt } from "node:crypto";

/** The seed of a random test: `SEED` from the environment, or a fresh one; printed, so that a failure can be repeated. */
export function testSeed(what: string): number {
  const seed = Number(process.env["SEED"] ?? randomInt(2 ** 31));
  console.log(`${what}: SEED=${seed}`);
  return seed;
}

/** The list in an order that depends on the seed only: a random one is drawn from what is left, again and again. */
export function shuffled<Item>(list: readonly Item[], seed: number): readonly Item[] {
  const left = [...list];
  let state = seed >>> 0;
  return list.flatMap(() => {
    // The constants of Numerical Recipes' linear congruential generator; its high bits are random enough here.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return left.splice(Math.floor((state / 2 ** 32) * left.length), 1);
  });
}
