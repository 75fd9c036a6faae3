import { isRegistry } from "../../plan/conflicts/path-nature.ts";
import type { ConflictEdge } from "./conflict-edge.ts";
import type { LearnedPairs } from "./learned-pairs.ts";
import type { ReadChange } from "./read-for-rules.ts";

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
  for (const [path, altered] of writer.exports) {
    for (const { names, by } of reader.uses.get(path) ?? []) {
      // The reader's own version of the file is a shared file, not a use.
      if (by === path) continue;
      const met = altered === null || names === null ? null : names.filter((name) => altered.has(name));
      if (met?.length === 0) continue;
      const what = met === null ? path : `${named(met)} of ${path}`;
      return edge("export-import", `one of them changes ${what}, which the other's code in ${by} uses`, [path, by, ...(met ?? [])]);
    }
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
