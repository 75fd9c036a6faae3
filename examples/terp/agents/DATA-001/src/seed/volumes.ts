import type { SeedContext } from "./generator.ts";
import type { Random } from "./random.ts";

/** The business of 22 months at scale 1. */
const REVENUE_CENTS = 4_400_000_000;

/** Business days on which it is made: the first goods have to come in before. */
const SELLING_DAYS = 470;

/** What is sold on a day, in cents at list prices. */
export function demandPerDay({ scale }: SeedContext): number {
  return (REVENUE_CENTS / SELLING_DAYS) * scale;
}

/** How many of something happen today when `count` of them happen in the 22 months at scale 1. */
export function countToday({ random, scale }: SeedContext, count: number): number {
  return drawCount(random, (count / SELLING_DAYS) * scale);
}

/** A whole number that is `mean` on average, and differs from it by up to a quarter. */
function drawCount(random: Random, mean: number): number {
  const wanted = (mean * random.between(75, 125)) / 100;
  const whole = Math.floor(wanted);
  return whole + (random.chance(wanted - whole) ? 1 : 0);
}
