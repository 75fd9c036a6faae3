/** Where values lie on an axis, in pixels. */
export interface Scale {
  readonly kind: "linear" | "log";
  readonly low: number;
  readonly high: number;
  place(value: number): number;
}

/** A scale that holds all values; a linear one begins at zero. */
export function scaleOf(values: readonly number[], kind: Scale["kind"], [from, to]: readonly [number, number]): Scale {
  const known = values.filter((value) => Number.isFinite(value) && (kind === "linear" || value > 0));
  const high = Math.max(0, ...known) || 1;
  const low = kind === "linear" ? Math.min(0, ...known) : Math.min(high / 10, ...known);
  const bent = (value: number) => (kind === "linear" ? value : Math.log(Math.max(value, low)));
  const [bottom, top] = [bent(low), bent(high)];
  const share = (value: number) => (top === bottom ? 0 : Math.min(1, Math.max(0, (bent(value) - bottom) / (top - bottom))));
  return { kind, low, high, place: (value) => from + share(value) * (to - from) };
}

/** Round values within a scale, five to ten of them. */
export function axisTicks({ kind, low, high }: Scale): readonly number[] {
  const powers = (lowest: number) => Array.from({ length: 14 }, (_, at) => 10 ** (Math.floor(Math.log10(lowest)) + at));
  if (kind === "log") {
    const ticks = powers(low).flatMap((power) => [1, 2, 5].map((digit) => round(digit * power)));
    return ticks.filter((tick) => tick >= low && tick <= high);
  }
  const rough = (high - low) / 8;
  const step =
    powers(rough)
      .flatMap((power) => [1, 2, 5].map((digit) => digit * power))
      .find((one) => one >= rough) ?? 1;
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, at) => round(low + at * step));
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
