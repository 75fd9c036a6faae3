import { formatMoney } from "../../finance/money.ts";
import { readable } from "../parts/status.ts";

/** A figure as people read it. */
export function amount(value: number, unit: "cents" | "count"): string {
  return unit === "cents" ? formatMoney(value) : value.toLocaleString("en-US");
}

/** What a line says: a status in words, everything else as it is. */
export function lineLabel(label: string): string {
  return /^[A-Z_]+$/.test(label) ? readable(label) : label;
}

/** The length of a line's bar in hundredths of the longest. */
export function shareOf(value: number, most: number): number {
  return most <= 0 ? 0 : Math.max(0, Math.round((100 * value) / most));
}
