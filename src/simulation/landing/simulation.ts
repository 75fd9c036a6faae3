import { ModelMain } from "./model-main.ts";
import type { Outcome } from "./outcome.ts";
import type { PolicyKind } from "./policy.ts";
import type { MergeAnswer, MergeQuestion, Trunk } from "./trunk.ts";
import type { World } from "./world.ts";
import { type SimulationOptions, WorldPlay } from "./world-play.ts";

/**
 * Plays one world under one policy, event by event, and checks the promises after every step. The same seed, policy and
 * options give the same outcome. @throws PromiseBroken
 */
export function simulate(world: World, kind: PolicyKind, options: SimulationOptions = {}): Outcome {
  const played = new WorldPlay(world, kind, new ModelMain(world), options).play().next();
  if (played.done !== true) throw new Error("expected the model of main to merge at once, got a question");
  return played.value;
}

/** The same on a trunk that merges for real. */
export async function simulateOn(
  trunk: Trunk,
  merge: (question: MergeQuestion) => Promise<MergeAnswer>,
  world: World,
  kind: PolicyKind,
  options: SimulationOptions = {},
): Promise<Outcome> {
  const steps = new WorldPlay(world, kind, trunk, options).play();
  let step = steps.next();
  while (step.done !== true) step = steps.next(await merge(step.value));
  return step.value;
}
