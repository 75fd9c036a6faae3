import { isRegistry } from "../../plan/conflicts/path-nature.ts";
import type { ConflictEdge } from "./conflict-edge.ts";
import type { LearnedPairs } from "./learned-pairs.ts";
import type { ReadChange } from "./read-for-rules.ts";
import type { FileUse } from "./submitted-change.ts";

const EVIDENCE_MAX = 5;

/** Logs to whose beginning or end many changes add an entry. */
const LOG = /(?:^|\/)(?:CHANGE(?:LOG|S)|HISTORY|NEWS|RELEASE[-_]?NOTES|AUTHORS|CONTRIBUTORS|CODEOWNERS)(?:\.[a-z]+)?$/i;

/** The strongest rule but the barrier that two changes meet, or undefined. The caller gives a pair in one order, so both sides read one sentence. */
export function edgeBetween(a: ReadChange, b: ReadChange, learned: LearnedPairs): ConflictEdge | undefined {
  const shared = sharedFiles(a, b);
  return sameFile(shared) ?? exportImport(a, b) ?? exportImport(b, a) ?? sharedRegistry(shared) ?? learnedPair(a, b, learned);
}

function sharedFiles(a: ReadChange, b: ReadChange): readonly string[] {
  const [few, many] = a.files.size <= b.files.size ? [a.files, b.files] : [b.files, a.files];
  return [...few].filter((file) => many.has(file)).sort();
}

function sameFile(shared: readonly string[]): ConflictEdge | undefined {
  const files = shared.filter((file) => !isList(file));
  return files.length === 0 ? undefined : edge("same-file", `both change ${named(files)}`, files);
}

/** A list to which many changes add a line: most of them merge, or are resolved by keeping both. */
function sharedRegistry(shared: readonly string[]): ConflictEdge | undefined {
  return shared.length === 0 ? undefined : edge("shared-registry", `both add to ${named(shared)}, a list many changes add to`, shared);
}

function isList(path: string): boolean {
  return isRegistry(path) || LOG.test(path);
}

/** `writer` alters what the added or changed code of `reader` uses: each is right by itself, together they may not be. */
function exportImport(writer: ReadChange, reader: ReadChange): ConflictEdge | undefined {
  for (const path of writer.exports.keys()) {
    const use = usedOf(path, writer, reader);
    if (use === undefined) continue;
    const { by, names } = use;
    const what = names === null ? path : `${named(names)} of ${path}`;
    return edge("export-import", `one of them changes ${what}, which the other's code in ${by} uses`, [path, by, ...(names ?? [])]);
  }
  return undefined;
}

/** What `reader` uses of what `writer` alters in the file `path`; names are null where the file counts as a whole. */
export function usedOf(path: string, writer: ReadChange, reader: ReadChange): FileUse | undefined {
  const altered = writer.exports.get(path);
  if (altered === undefined) return undefined;
  for (const use of reader.uses.get(path) ?? []) {
    // The reader's own version of the file is a shared file, not a use.
    if (use.by === path) continue;
    const names = altered === null || use.names === null ? null : use.names.filter((name) => altered.has(name));
    if (names === null || names.length > 0) return { ...use, names };
  }
  return undefined;
}

function learnedPair(a: ReadChange, b: ReadChange, learned: LearnedPairs): ConflictEdge | undefined {
  const beside = new Set(b.folders);
  for (const folder of a.folders) {
    const other = [...learned.riskyBeside(folder)].find((risky) => beside.has(risky));
    if (other === undefined) continue;
    const chance = `${Math.round(learned.chance(folder, other) * 100)} %`;
    const where = folder === other ? `changes of ${shown(folder)}` : `changes of ${shown(folder)} and ${shown(other)}`;
    return edge("learned-pair", `${where} have broken each other before though they merged (chance ${chance})`, [folder, other]);
  }
  return undefined;
}

function shown(folder: string): string {
  return folder === "" ? "the root folder" : folder;
}

function named(names: readonly string[]): string {
  return names.length <= 2 ? names.join(" and ") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}

function edge(rule: ConflictEdge["rule"], because: string, evidence: readonly string[]): ConflictEdge {
  return { rule, because, evidence: [...new Set(evidence)].slice(0, EVIDENCE_MAX) };
}
