import type { Random } from "../../core/ports.ts";

const HOUR_MS = 3_600_000;

/** Times of a Poisson process, milliseconds from the start, in order. */
export function poissonArrivals(random: Random, perHour: number, hours: number): number[] {
  const times: number[] = [];
  const next = (afterMs: number) => afterMs - (Math.log(1 - random.fraction()) / perHour) * HOUR_MS;
  for (let atMs = next(0); atMs < hours * HOUR_MS; atMs = next(atMs)) times.push(atMs);
  return times;
}

/** `size` changes at once, every `everyMs`, from the start on. */
export function burstArrivals(size: number, everyMs: number, bursts: number): number[] {
  return Array.from({ length: size * bursts }, (_, index) => Math.floor(index / size) * everyMs);
}

/** Recorded times, in order, from zero on and pressed together so that `perHour` arrive on average. */
export function recordedArrivals(timesMs: readonly number[], perHour: number): number[] {
  const sorted = [...timesMs].sort((a, b) => a - b);
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  const wantedMs = (Math.max(0, sorted.length - 1) / perHour) * HOUR_MS;
  const scale = last > first ? wantedMs / (last - first) : 0;
  return sorted.map((atMs) => (atMs - first) * scale);
}
