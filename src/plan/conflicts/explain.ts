import type { ConflictKind } from "../../core/plan.ts";
import type { Task } from "../../core/task.ts";
import { pairRating } from "./pair-rating.ts";
import { isRegistry } from "./path-nature.ts";
import { HARD_FROM, IMPORT_BREAKS, RISK_FROM, reaches, readable, textualProbability } from "./probability.ts";
import type { RunsAlone } from "./runs-alone.ts";
import { type Shared, sharedWrites } from "./shared-writes.ts";
import type { TwinPair } from "./twins.ts";
import type { WriteIndex } from "./write-index.ts";

/** Why two tasks should not, or had better not, run side by side. */
export interface PairConflict {
  readonly kind: ConflictKind;
  /** True when they must not; false when they may, at a risk. */
  readonly hard: boolean;
  readonly probability: number;
  readonly textual: number;
  /** Completes "B after A because …". */
  readonly because: string;
  readonly evidence: readonly string[];
}

/** All that is known of two tasks; `left` and `right` are their numbers in the index. */
export interface Pair {
  readonly a: Task;
  readonly b: Task;
  readonly left: number;
  readonly right: number;
  /** True when the graph keeps them apart. */
  readonly hard: boolean;
  readonly alone: readonly (RunsAlone | undefined)[];
  readonly twin: TwinPair | undefined;
  readonly symbols: readonly string[];
  /** How alike their words are, and which make them so. */
  readonly alike: number;
  readonly words: readonly string[];
}

const EVIDENCE_MAX = 5;
/** Less is chance: two tasks of one repository have a word in common. */
const ALIKE_FROM = 0.1;

/** The strongest reason that keeps a pair apart, or undefined when nothing worth a line does. */
export function explainPair(pair: Pair, index: WriteIndex): PairConflict | undefined {
  const { a, b, left, right, symbols } = pair;
  const shared = sharedWrites(index, left, right);
  const probability = 1 - shared.reduce((apart, { chance }) => apart * (1 - chance), 1);
  const rated = pair.hard ? probability : ratedOf(pair, index, probability);
  const files = shared.reduce((sum, { chance }) => sum + chance, 0) / Math.max(probability, Number.EPSILON);
  const textual = readable(textualProbability(rated, files * rated, symbols.length > 0));
  const said = (kind: ConflictKind, because: string, evidence: readonly string[], chance: number, hard = true): PairConflict => ({
    ...{ kind, hard, probability: readable(chance), textual, because },
    evidence: [...new Set(evidence)].slice(0, EVIDENCE_MAX),
  });
  if (a.conflictsWith.includes(b.id) || b.conflictsWith.includes(a.id))
    return said("declared", "their owner says they conflict", placesOf(a, b), 1);
  const alone = pair.alone.find((each) => each !== undefined);
  if (alone !== undefined) return said(alone.kind, alone.because, [...alone.evidence, ...placesOf(pair.alone[0] === undefined ? b : a)], 1);
  if (pair.twin !== undefined) {
    const both = `they look like the same change asked for twice (${pair.twin.probability.toFixed(2)})`;
    return said("twin", both, [...pair.twin.evidence, ...evidenceOf(shared, index, a, b)], Math.max(probability, pair.twin.probability));
  }
  const spoken = spokenOf(pair);
  const evidence = [...evidenceOf(shared, index, a, b).slice(0, EVIDENCE_MAX - spoken.length), ...spoken];
  const read = readConflict(pair, index);
  // Both what they write and what goes away may keep them apart: the likelier one says why.
  const byRead = read !== undefined && (shared.length === 0 || (read.hard === pair.hard && read.risk >= rated));
  if (!pair.hard && !reaches(Math.max(probability, read?.risk ?? 0), RISK_FROM)) return undefined;
  if (byRead) return said("import", read.because, read.evidence, read.risk, pair.hard);
  const kind = isAllRegistry(shared, index) ? "registry" : pair.hard ? "same-file" : "soft";
  return said(kind, `both ${pair.hard ? "" : "may "}write ${namesOf(shared, index)}`, evidence, rated, pair.hard);
}

/** The chance that two tasks which may run side by side write one file; words alone make none. */
export function ratedOf(
  { left, right, alike }: Pick<Pair, "left" | "right" | "alike">,
  { unforeseen }: WriteIndex,
  overlap: number,
): number {
  if (overlap === 0) return 0;
  return pairRating({ overlap, unforeseen: [unforeseen[left] ?? 0, unforeseen[right] ?? 0], alike });
}

function spokenOf({ hard, symbols, alike, words }: Pair): string[] {
  return [
    ...(symbols.length > 0 ? [`both speak of ${symbols.slice(0, 3).join(", ")}`] : []),
    ...(hard || alike < ALIKE_FROM ? [] : [`their words are alike (${two(alike)}): ${words.slice(0, 3).join(", ")}`]),
  ];
}

/** Of files that matter: those that alone would be a risk, or the likeliest one. */
function isAllRegistry(shared: readonly Shared[], { patterns }: WriteIndex): boolean {
  const main = shared.filter(({ chance }, place) => place === 0 || chance >= RISK_FROM);
  return main.length > 0 && main.every(({ pattern }) => isRegistry(patterns[pattern] ?? ""));
}

function namesOf(shared: readonly Shared[], { patterns }: WriteIndex): string {
  const [first, ...others] = shared;
  if (first === undefined) return "the same files";
  const more = others.filter(({ chance }) => chance >= RISK_FROM).length;
  return `${patterns[first.pattern]} (${two(first.a.probability)} × ${two(first.b.probability)})${more > 0 ? ` and ${more} more` : ""}`;
}

function evidenceOf(shared: readonly Shared[], { patterns }: WriteIndex, a: Task, b: Task): string[] {
  return shared.slice(0, EVIDENCE_MAX).map((each) => {
    const why = (task: Task, { probability, evidence }: Shared["a"]) =>
      `${task.id} ${two(probability)}${evidence[0] === undefined ? "" : ` (${evidence[0]})`}`;
    return `${patterns[each.pattern]}: ${why(a, each.a)}, ${why(b, each.b)}`;
  });
}

interface ReadConflict {
  readonly risk: number;
  readonly hard: boolean;
  readonly because: string;
  readonly evidence: readonly string[];
}

/** One task writes what the other's files import: mostly harmless, unless the file goes away. */
function readConflict({ a, b, left, right }: Pair, index: WriteIndex): ReadConflict | undefined {
  const meetings = [
    ...importsWritten(index, left, right).map((each) => ({ ...each, writer: a.id, reader: b.id })),
    ...importsWritten(index, right, left).map((each) => ({ ...each, writer: b.id, reader: a.id })),
  ].sort((one, other) => other.chance - one.chance || (one.path < other.path ? -1 : 1));
  const [first] = meetings;
  if (first === undefined) return undefined;
  const chanceOfAny = (some: readonly { readonly chance: number }[]) => 1 - some.reduce((none, { chance }) => none * (1 - chance), 1);
  const deleted = chanceOfAny(meetings.filter((each) => each.deleted));
  const hard = reaches(deleted, HARD_FROM);
  const risk = hard ? deleted : chanceOfAny(meetings) * IMPORT_BREAKS;
  const because = `${first.writer} ${first.deleted ? "deletes" : "changes"} ${first.path}, which files of ${first.reader} import`;
  return { risk, hard, because, evidence: meetings.map(({ path, chance }) => `${path}: ${two(chance)}`) };
}

function importsWritten({ patterns, reads, writes }: WriteIndex, writer: number, reader: number) {
  const written = new Map((writes[writer] ?? []).map((write) => [write.pattern, write]));
  return (reads[reader] ?? []).flatMap(({ pattern, probability }) => {
    const write = written.get(pattern);
    if (write === undefined) return [];
    return [{ path: patterns[pattern] ?? "", chance: probability * write.probability, deleted: write.mode === "delete" }];
  });
}

function placesOf(...tasks: readonly Task[]): string[] {
  return tasks.flatMap(({ sources }) => sources.map(({ file, line }) => `${file}:${line}`));
}

function two(probability: number): string {
  return probability.toFixed(2);
}
