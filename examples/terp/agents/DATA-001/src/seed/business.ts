import { addDays, type Day, daysBetween } from "../finance/dates.ts";

/** The facts that the parts of the invented business share. */
export const FIRST_DAY: Day = "2024-01-01";
export const LAST_DAY: Day = "2025-10-27";

/** The first week is for opening the doors: stock comes in before the first order. */
export const SALES_START: Day = addDays(FIRST_DAY, 7);
export const SALES_DAYS = daysBetween(SALES_START, LAST_DAY);

/** Of more than 500 products in the catalog so many are bought and sold; the others are on the list only. */
export const STOCKED_PRODUCTS = 150;
const STOCKED_FROM_THE_START = 48;
const DAYS_BETWEEN_NEW_PRODUCTS = 6;

/** The first day on which a stocked product (numbered from 1) can be sold. */
export function sellableFrom(productId: number): Day {
  return addDays(SALES_START, Math.max(0, productId - STOCKED_FROM_THE_START) * DAYS_BETWEEN_NEW_PRODUCTS);
}

/** `count` things at scale 1; at least one at any scale. */
export function scaled(count: number, scale: number): number {
  return Math.max(1, Math.round(count * scale));
}
