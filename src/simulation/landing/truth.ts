import type { ModelMain } from "./model-main.ts";
import type { RunOrder } from "./policy.ts";
import { indexOf } from "./workers.ts";
import type { World } from "./world.ts";

/** A change of a run that cannot be merged: onto main itself, or onto these changes before it. */
export interface Misfit {
  readonly index: number;
  readonly fitsMain: boolean;
  readonly onto: readonly number[];
}

/** The first change of a run's content that does not fit what is before it. */
export function findMisfit(world: World, main: ModelMain, { base }: RunOrder, content: readonly number[]): Misfit | undefined {
  for (const [place, index] of content.entries()) {
    const fitsMain = main.fits(index, base);
    const onto = content.slice(0, place).filter((other) => world.misfits(other, index));
    if (!fitsMain || onto.length > 0) return { index, fitsMain, onto };
  }
  return undefined;
}

/** Whether a change fails by itself, or with something that has landed or is still open. */
export function isGuilty(world: World, main: ModelMain, open: Iterable<string>, index: number): boolean {
  if (main.faultsWith([index]).length > main.faults.length) return true;
  return [...open].some((id) => indexOf(id) !== index && world.breaks(indexOf(id), index));
}
