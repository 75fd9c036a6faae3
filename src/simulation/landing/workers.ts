import type { Random } from "../../core/ports.ts";
import type { RunVerdict } from "../../landing/queue/queue.ts";
import type { WorldFaults } from "./faults.ts";
import type { RunOrder } from "./policy.ts";
import type { Fault } from "./trunk.ts";
import type { World } from "./world.ts";

/** How a run will go: settled when it starts, for its tree does not change any more. */
export interface RunFate {
  readonly durationMs: number;
  readonly verdict: RunVerdict;
  readonly flaked: boolean;
  readonly lied: boolean;
}

const MINUTE_MS = 60_000;

/** @param faults what is broken in the run's tree. */
export function fateOf(
  world: World,
  order: RunOrder,
  faults: readonly Fault[],
  random: Random,
  nowMs: number,
  trouble: WorldFaults,
): RunFate {
  const durationMs = suiteMs(world, order, random) * (order.tests === null ? 1 : world.parameters.retryShare);
  const flaked = random.fraction() < flakeChance(world, nowMs, trouble);
  const { tests } = order;
  const looked = tests === null ? faults : faults.filter(({ test }) => tests.includes(test));
  if (random.fraction() < (trouble.lost ?? 0)) {
    return { durationMs: durationMs * random.fraction(), verdict: { kind: "lost" }, flaked: false, lied: false };
  }
  if (random.fraction() < (trouble.lying ?? 0)) {
    return { durationMs, verdict: { kind: "passed" }, flaked: false, lied: looked.length > 0 };
  }
  if (looked.length === 0 && !flaked) return { durationMs, verdict: { kind: "passed" }, flaked, lied: false };
  const failed = [...new Set([...looked.map(({ test }) => test), ...(flaked ? [tests?.[0] ?? `flake:${order.id}`] : [])])];
  const suspects = random.fraction() < world.parameters.blame ? suspectsOf(world, order, looked, random) : [];
  return { durationMs, verdict: { kind: "failed", tests: failed, suspects }, flaked, lied: false };
}

/** Lognormal with the given mean. */
function suiteMs(world: World, order: RunOrder, random: Random): number {
  const { suiteMinutes, suiteSpread } = world.parameters;
  const normal = Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction());
  const slowness = Math.max(1, ...order.changes.concat(order.assumes).map((id) => world.changes[indexOf(id)]?.slowness ?? 1));
  return suiteMinutes * MINUTE_MS * Math.exp(suiteSpread * normal - suiteSpread ** 2 / 2) * slowness;
}

function flakeChance(world: World, nowMs: number, { flakeStorm }: WorldFaults): number {
  const minutes = nowMs / MINUTE_MS;
  const isStorm = flakeStorm !== undefined && minutes >= flakeStorm.fromMinutes && minutes < flakeStorm.toMinutes;
  return isStorm ? flakeStorm.chance : world.parameters.flake;
}

/** The culprit, if it is a change of the run; for a flake, any of them. */
function suspectsOf({ changes }: World, order: RunOrder, faults: readonly Fault[], random: Random): readonly string[] {
  const ids = [...order.assumes, ...order.changes];
  const [fault] = faults;
  const id = fault === undefined ? ids[Math.floor(random.fraction() * ids.length)] : changes[fault.culprit]?.id;
  return id !== undefined && ids.includes(id) ? [id] : [];
}

/** The place of a change in its world; ids are `c0`, `c1`, … */
export function indexOf(id: string): number {
  return Number(id.slice(1));
}
