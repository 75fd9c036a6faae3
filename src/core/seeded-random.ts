import type { Random } from "./ports.ts";

/** Randomness that a seed determines (mulberry32), so that a run can be replayed. Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const byte = () => Math.floor(fraction() * 256);
  return {
    fraction,
    hex: (bytes) => Array.from({ length: bytes }, () => byte().toString(16).padStart(2, "0")).join(""),
  };
}
