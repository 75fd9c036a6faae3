import { CONFLICT_RULES } from "../../src/landing/conflicts/conflict-edge.ts";
import type { Replay } from "./replay-pairs.ts";

/** Prints what each rule said of the pairs, the strongest rule of each pair counting. */
export function printPairs(name: string, { pairs, changes, barriers, weakened }: Replay): void {
  const conflicting = pairs.filter((pair) => pair.conflicts).length;
  const parallel = pairs.filter(({ rule }) => rule === "none");
  const missed = parallel.filter((pair) => pair.conflicts).length;
  console.log(`\n${name}: ${pairs.length} pairs open at once, ${conflicting} conflict as text`);
  if (changes > 0)
    console.log(`  ${changes} changes: ${share(barriers, changes)} barriers by path, ${share(weakened, changes)} weaken tests`);
  console.log(
    `  foreseen ${share(conflicting - missed, conflicting)} of the conflicts; kept parallel ${share(parallel.length, pairs.length)} of the pairs`,
  );
  for (const rule of CONFLICT_RULES) {
    const said = pairs.filter((pair) => pair.rule === rule);
    const right = said.filter((pair) => pair.conflicts).length;
    if (said.length > 0)
      console.log(
        `  ${rule.padEnd(16)} ${String(said.length).padStart(5)} pairs, precision ${share(right, said.length)}, recall ${share(right, conflicting)}`,
      );
  }
}

function share(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}
