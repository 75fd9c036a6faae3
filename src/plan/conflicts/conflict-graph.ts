import type { Footprint } from "../../core/footprint.ts";
import type { Plan } from "../../core/plan.ts";
import type { Task } from "../../core/task.ts";
import { compareIds } from "../../tasks/merge.ts";
import { explainPair, type PairConflict, ratedOf } from "./explain.ts";
import { footprintsOf } from "./footprints-of.ts";
import { hotFilesOf } from "./hot-files.ts";
import { eachMeeting } from "./meetings.ts";
import { ownWords, textsOf } from "./own-words.ts";
import { USUAL_BOOKKEEPING } from "./path-nature.ts";
import { HARD_FROM, IMPORT_BREAKS, RISK_FROM, reaches, SCHEMA_HARD_FROM } from "./probability.ts";
import { type RunsAlone, runsAlone } from "./runs-alone.ts";
import { sharedSymbols } from "./shared-symbols.ts";
import { type SymmetricBits, symmetricBits } from "./symmetric-bits.ts";
import { textSimilarity } from "./text-similarity.ts";
import { TWIN_FILES_FROM, type TwinPair, twinFinder } from "./twins.ts";
import { writeIndex } from "./write-index.ts";

/** Two tasks that may run side by side, at a risk. */
export interface SoftPair {
  readonly a: string;
  readonly b: string;
  readonly probability: number;
}

/** Which tasks must not run side by side, which had better not, and why. Symmetric; nothing conflicts with itself. */
export interface ConflictGraph {
  /** True when the two must not run at once. Dependencies are no conflicts. */
  between(a: string, b: string): boolean;
  /** Why a task runs beside nothing, or undefined. */
  alone(task: string): RunsAlone | undefined;
  /** The reason between two tasks, hard or soft; undefined when they may run at once. */
  conflict(a: string, b: string): PairConflict | undefined;
  /** The tasks that must not run beside this one, without those that run alone anyway; by id. */
  neighbours(task: string): readonly string[];
  /** How many pairs must not run at once, without those of tasks that run alone. */
  readonly hardPairs: number;
  /** Likeliest first, at most `SOFT_PAIRS_MAX`. */
  readonly softPairs: readonly SoftPair[];
  readonly twinPairs: readonly TwinPair[];
  readonly hotFiles: Plan["hotFiles"];
}

export interface ConflictOptions {
  /** The owner's words by task, to find twins and to rate pairs by; titles stand for those that are missing. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Patterns of the files Signalbox keeps itself; the usual ones when missing. */
  readonly bookkeeping?: readonly string[];
}

/** More make no difference to a schedule, and nobody reads them. */
const SOFT_PAIRS_MAX = 20_000;
/** Comparing texts is slow; more pairs of nearly the same files than this are one big cluster, ordered anyway. */
const TWIN_CANDIDATES_MAX = 100_000;

/**
 * The conflicts among tasks (DESIGN §6). Pure: the same tasks in any order give the same graph. To tasks of which enough is
 * known, adding a path that nobody named, a probability or a declared conflict only ever adds conflicts. Whatever two tasks
 * would both lease is a conflict: the plan promises nothing that a run refuses.
 * @param footprints predictions by task; what a task declares stands for one that is missing.
 */
export function conflictGraph(
  tasks: readonly Task[],
  footprints?: ReadonlyMap<string, Footprint>,
  options: ConflictOptions = {},
): ConflictGraph {
  const sorted = [...tasks].sort((a, b) => compareIds(a.id, b.id));
  const numbers = new Map(sorted.map(({ id }, number) => [id, number]));
  const known = footprintsOf(sorted, footprints, options.bookkeeping ?? USUAL_BOOKKEEPING);
  const index = writeIndex(sorted, known);
  const symbols = sharedSymbols(known.values());
  const symbolsOf = (a: Task, b: Task) => symbols(known.get(a.id), known.get(b.id));
  const alone = sorted.flatMap(({ id }) => {
    const footprint = known.get(id);
    return [footprint === undefined ? undefined : runsAlone(footprint)];
  });
  const found = findPairs(sorted, index);
  setDeclared(sorted, numbers, found.hard);
  const words = textSimilarity(ownWords(textsOf(sorted, options.texts)));
  const asTwins = twinFinder(sorted, words);
  const twinPairs = found.likeEachOther.flatMap(([left, right, files]) => {
    const [a, b] = [sorted[left], sorted[right]];
    if (a === undefined || b === undefined || alone[left] !== undefined || alone[right] !== undefined) return [];
    return asTwins({ a, b, files, symbols: symbolsOf(a, b) }) ?? [];
  });
  const twins = new Map(twinPairs.map((pair) => [`${pair.a} ${pair.b}`, pair]));
  const idOf = (number: number) => sorted[number]?.id ?? "";
  // In one order: sums of decimal fractions depend on it.
  const alikeOf = (one: number, other: number) => words.between(idOf(Math.min(one, other)), idOf(Math.max(one, other)));
  const softPairs = found.soft
    .filter(({ left, right }) => alone[left] === undefined && alone[right] === undefined && !found.hard.has(left, right))
    .map(({ left, right, overlap, read }): SoftPair => {
      const rated = ratedOf({ left, right, alike: alikeOf(left, right) }, index, overlap);
      return { a: idOf(left), b: idOf(right), probability: Math.max(rated, read) };
    });
  return {
    between(a, b) {
      const [left, right] = [numbers.get(a), numbers.get(b)];
      if (left === undefined || right === undefined || left === right) return false;
      return alone[left] !== undefined || alone[right] !== undefined || found.hard.has(left, right);
    },
    alone: (task) => alone[numbers.get(task) ?? -1],
    conflict(idA, idB) {
      const [left, right] = [numbers.get(idA) ?? -1, numbers.get(idB) ?? -1];
      const [a, b] = [sorted[left], sorted[right]];
      if (a === undefined || b === undefined || left === right) return undefined;
      const twin = twins.get(`${idA} ${idB}`) ?? twins.get(`${idB} ${idA}`);
      const hard = found.hard.has(left, right);
      const spoken = { symbols: symbolsOf(a, b), alike: alikeOf(left, right), words: words.common(idA, idB) };
      return explainPair({ a, b, left, right, hard, alone: [alone[left], alone[right]], twin, ...spoken }, index);
    },
    neighbours(task) {
      const number = numbers.get(task);
      return number === undefined ? [] : found.hard.of(number).map(idOf);
    },
    hardPairs: found.hard.count(),
    softPairs: softPairs.sort((one, other) => other.probability - one.probability),
    twinPairs,
    hotFiles: hotFilesOf(index, sorted),
  };
}

type Found = readonly [left: number, right: number, value: number];

/** Two tasks that may meet although nothing keeps them apart. */
interface Risky {
  readonly left: number;
  readonly right: number;
  /** Chance that both write one file, were all their files independent. */
  readonly overlap: number;
  /** Chance that one breaks what the other reads. */
  readonly read: number;
}

interface FoundPairs {
  readonly hard: SymmetricBits;
  readonly soft: readonly Risky[];
  /** Pairs that must not run at once and write nearly the same files, with their similarity. */
  readonly likeEachOther: readonly Found[];
}

function findPairs(tasks: readonly Task[], index: ReturnType<typeof writeIndex>): FoundPairs {
  const hard = symmetricBits(tasks.length);
  const soft: Risky[] = [];
  const likeEachOther: Found[] = [];
  const { foreseen } = index;
  eachMeeting(index, (task, meetings) => {
    for (const other of meetings.met) {
      const at = (values: Float64Array) => values[other] as number;
      const written = reaches(1 - at(meetings.apartUnlessAppending), HARD_FROM) || reaches(at(meetings.schema), SCHEMA_HARD_FROM);
      if (written || meetings.leased[other] === 1 || reaches(1 - at(meetings.undeleted), HARD_FROM)) {
        hard.set(task, other);
        const overlap = at(meetings.overlap);
        const alike = overlap / Math.max((foreseen[task] ?? 0) + (foreseen[other] ?? 0) - overlap, Number.EPSILON);
        if (alike >= TWIN_FILES_FROM && likeEachOther.length < TWIN_CANDIDATES_MAX) likeEachOther.push([task, other, Math.min(1, alike)]);
      } else {
        const risky = { left: task, right: other, overlap: 1 - at(meetings.apart), read: (1 - at(meetings.unread)) * IMPORT_BREAKS };
        if (reaches(likelierOf(risky), RISK_FROM)) soft.push(risky);
      }
    }
    if (soft.length > 4 * SOFT_PAIRS_MAX) keepLikeliest(soft);
  });
  keepLikeliest(soft);
  return { hard, soft, likeEachOther };
}

function keepLikeliest(pairs: Risky[]): void {
  pairs.sort((a, b) => likelierOf(b) - likelierOf(a) || a.left - b.left || a.right - b.right);
  pairs.splice(SOFT_PAIRS_MAX);
}

function likelierOf({ overlap, read }: Risky): number {
  return Math.max(overlap, read);
}

function setDeclared(tasks: readonly Task[], numbers: ReadonlyMap<string, number>, hard: SymmetricBits): void {
  for (const [number, task] of tasks.entries()) {
    for (const id of task.conflictsWith) {
      const other = numbers.get(id);
      if (other !== undefined) hard.set(number, other);
    }
  }
}
