/*
 * Which landing made verification fail? After FACF (Flake Aware Culprit Finding, ICST 2023): a pass is proof that nothing up
 * to there is bad, a failure is only evidence, because runs flake; and it may be that none of the landings is to blame.
 * Landings are numbered from 1 in the order of main; place 0 is main before the first.
 */

export interface CulpritSearch {
  /** Chance of each place being the first bad one; place 0 stands for: no landing is bad, the failure was a flake. */
  readonly chances: readonly number[];
  /** Chance that everything fails here and now, whatever is on main: a service that is down, a full disk. */
  readonly everything: number;
  readonly probes: number;
}

export type CulpritVerdict =
  | { readonly kind: "culprit"; readonly place: number }
  | { readonly kind: "none" }
  /** Not even what passed before passes now: it is this machine's or a service's trouble. */
  | { readonly kind: "everything-fails" };

/** Chance that a run fails though what it looks at is good. */
const FLAKE = 0.05;
/** Chances before anything is known: that none is bad, and that everything fails. */
const [NONE, EVERYTHING] = [0.1, 0.05];
/** Believed from here on. */
const SURE = 0.999;
/** A range that is not decided by then is decided by what is likeliest. */
const PROBES_MAX = 40;

/** A search among `count` landings, any of them as likely; the range's end was seen failing. */
export function searchCulprit(count: number): CulpritSearch {
  const each = (1 - NONE - EVERYTHING) / count;
  const chances = [NONE, ...Array.from({ length: count }, () => each)];
  return { ...afterCulpritProbe({ chances, everything: EVERYTHING, probes: 0 }, count, false), probes: 0 };
}

/** What a run at `place` makes of the chances (Bayes). */
export function afterCulpritProbe({ chances, everything, probes }: CulpritSearch, place: number, passed: boolean): CulpritSearch {
  const fits = chances.map((chance, first) => chance * likelihood(first, place, passed));
  const all = passed ? 0 : everything;
  const total = fits.reduce((sum, chance) => sum + chance, all);
  // What cannot be is: a pass after everything was ruled out. Nothing is learned from it.
  if (total === 0) return { chances, everything, probes: probes + 1 };
  return { chances: fits.map((chance) => chance / total), everything: all / total, probes: probes + 1 };
}

/** The chance of this outcome if the landing `first` is the first bad one; 0: none is. */
function likelihood(first: number, place: number, passed: boolean): number {
  const isBad = first !== 0 && first <= place;
  return isBad ? Number(!passed) : passed ? 1 - FLAKE : FLAKE;
}

export function culpritVerdict({ chances, everything, probes }: CulpritSearch): CulpritVerdict | undefined {
  const needed = probes >= PROBES_MAX ? 0 : SURE;
  const best = chances.reduce((top, chance, place) => (chance > (chances[top] ?? 0) ? place : top), 0);
  if (everything >= needed && everything > (chances[best] ?? 0)) return { kind: "everything-fails" };
  if ((chances[best] ?? 0) < needed) return undefined;
  return best === 0 ? { kind: "none" } : { kind: "culprit", place: best };
}

/** Where a run tells most: the place whose outcome is the least certain; of several the earliest. */
export function nextCulpritProbe(search: CulpritSearch): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const place of search.chances.keys()) {
    const left = [true, false].reduce(
      (sum, passed) => sum + chanceOf(search, place, passed) * doubt(afterCulpritProbe(search, place, passed)),
      0,
    );
    if (left < least - 1e-12) [best, least] = [place, left];
  }
  return best;
}

function chanceOf({ chances, everything }: CulpritSearch, place: number, passed: boolean): number {
  return chances.reduce((sum, chance, first) => sum + chance * likelihood(first, place, passed), passed ? 0 : everything);
}

/** Entropy, in bits. */
function doubt({ chances, everything }: CulpritSearch): number {
  return [...chances, everything].reduce((sum, chance) => (chance > 0 ? sum - chance * Math.log2(chance) : sum), 0);
}
