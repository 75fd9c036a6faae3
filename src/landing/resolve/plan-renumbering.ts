import { posix } from "node:path";

/** A file or folder that gives up its number: both as paths. */
export interface Renumbering {
  readonly from: string;
  readonly to: string;
}

export interface NumberQuestion {
  /** Paths the change adds. */
  readonly added: readonly string[];
  /** All paths where its work began, and all on the tip it is merged onto. */
  readonly before: ReadonlySet<string>;
  readonly tip: readonly string[];
}

/** Siblings whose numbers make a sequence. */
const SIBLINGS_MIN = 3;
/** Share of the numbers between the first and the last that must be there. */
const DENSITY_MIN = 0.8;
/** Letters, a number of at most six digits, and a rest that begins with a separator. */
const NUMBERED = /^([A-Za-z]*[-_.]?)(\d{1,6})([-_. ].+)$/;
const DATE = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])?$/;

/**
 * Two changes took the same next number for a new file or folder of one sequence (`migrations/0007_a.sql`,
 * `0007_b.sql`): no conflict of texts, but of what the number means. The later change's entries move behind the last number
 * of the tip, all of that sequence together, so that their own order stays. Only dense sequences of at least three siblings
 * count; dates and time stamps are no sequence.
 */
export function planRenumbering({ added, before, tip }: NumberQuestion): readonly Renumbering[] {
  const old = entriesOf([...before]);
  const landed = entriesOf(tip);
  const own = [...entriesOf(added).values()].filter(({ path }) => !old.has(path) && !landed.has(path));
  const plan: Renumbering[] = [];
  for (const [sequence, mine] of Map.groupBy(own, (entry) => entry.sequence)) {
    const there = [...landed.values()].filter((entry) => entry.sequence === sequence);
    const fresh = new Set(there.filter(({ path }) => !old.has(path)).map(({ number }) => number));
    if (!isSequence(there.map(({ number }) => number)) || !mine.some(({ number }) => fresh.has(number))) continue;
    let next = Math.max(...there.map(({ number }) => number)) + 1;
    const byNumber = [...Map.groupBy(mine, ({ number }) => number)].sort(([a], [b]) => a - b);
    for (const [number, entries] of byNumber) {
      if (number !== next) plan.push(...entries.map((entry) => ({ from: entry.path, to: renumbered(entry, next) })));
      next++;
    }
  }
  return plan;
}

/** A numbered name in a folder. `sequence` names the folder and the form that its siblings share. */
interface Entry {
  readonly path: string;
  readonly sequence: string;
  readonly number: number;
  readonly digits: number;
}

/** The numbered files and folders among some paths, by path. */
function entriesOf(paths: readonly string[]): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const path of paths) {
    for (let at = path; at !== "."; at = posix.dirname(at)) {
      if (entries.has(at)) break;
      const [, prefix = "", digits] = NUMBERED.exec(posix.basename(at)) ?? [];
      if (digits === undefined || DATE.test(digits)) continue;
      const sequence = `${posix.dirname(at)}/${prefix}`;
      entries.set(at, { path: at, sequence, number: Number(digits), digits: digits.length });
    }
  }
  return entries;
}

function isSequence(numbers: readonly number[]): boolean {
  const distinct = new Set(numbers).size;
  return distinct >= SIBLINGS_MIN && distinct / (Math.max(...numbers) - Math.min(...numbers) + 1) >= DENSITY_MIN;
}

function renumbered({ path, digits }: Entry, number: number): string {
  const name = posix.basename(path).replace(NUMBERED, (_, prefix: string, _digits: string, rest: string) => {
    return `${prefix}${String(number).padStart(digits, "0")}${rest}`;
  });
  return posix.join(posix.dirname(path), name);
}
