import { type WorldParameters, worldParameters } from "../../../../src/simulation/landing/base-parameters.ts";
import type { PolicyKind } from "../../../../src/simulation/landing/policy.ts";
import { simulate } from "../../../../src/simulation/landing/simulation.ts";
import { makeWorld, type WorldShape } from "../../../../src/simulation/landing/world.ts";

const MINUTE_MS = 60_000;

/** A world in which every suite takes ten minutes and nothing is drawn: only what the shape says happens. */
export function plainWorld(arrivalMinutes: readonly number[], shape: WorldShape = {}, replaced: Partial<WorldParameters> = {}) {
  const never = { failure: 0, flake: 0, overlap: 0, brokenDisjoint: 0, brokenOverlapping: 0, barriers: 0 };
  const parameters = worldParameters({ ...never, suiteMinutes: 10, suiteSpread: 0, ...replaced });
  return makeWorld(parameters, 1, { arrivalsMs: arrivalMinutes.map((minute) => minute * MINUTE_MS), ...shape });
}

/** How each change ended, and after how many minutes, like `c0 landed 10`, in order of ending; and the runs begun. */
export function story(
  policy: PolicyKind,
  world: ReturnType<typeof plainWorld>,
): { readonly ends: readonly string[]; readonly runs: number } {
  const { changes, runs } = simulate(world, policy);
  const ends = changes.map(({ change, end, endedMs }) => `${change} ${end} ${Math.round(endedMs / MINUTE_MS)}`);
  return { ends, runs: runs.length };
}
