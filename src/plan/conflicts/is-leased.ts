import { LEASE_PROBABILITY } from "../../core/footprint.ts";
import { plainPattern } from "./pattern.ts";

/**
 * Is this path leased when its task starts? What the owner names is, as a whole, and every file that is likelier written
 * than not. A place of which only a forecast speaks is not: new files have names of their own, and are leased when they
 * are made.
 */
export function isLeased({ path, probability }: { readonly path: string; readonly probability: number }, isOwners: boolean): boolean {
  return isOwners || (probability >= LEASE_PROBABILITY && !plainPattern(path).isPlace);
}
