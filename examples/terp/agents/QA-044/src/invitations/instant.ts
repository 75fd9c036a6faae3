/** A moment as columns ending in `_at` hold it: `YYYY-MM-DDTHH:MM`, UTC. */
export type Instant = string;

export function instantOf(date: Date): Instant {
  return date.toISOString().slice(0, "YYYY-MM-DDTHH:MM".length);
}
