import type { Footprint, FootprintEntry } from "../core/footprint.ts";
import type { Mention } from "./mentions/mention.ts";
import { mentionsIn } from "./mentions/mentions-in.ts";
import type { PredictTask } from "./predict.ts";
import type { TreeIndex } from "./tree/tree-index.ts";

/** Below this a mention says nothing. */
const STRENGTH_MIN = 0.2;

/** What a text names is what it changes: all that can be said where there is no history to learn from. */
export function predictByMentions({ task, text }: PredictTask, tree: TreeIndex): Footprint {
  const mentions = mentionsIn(text, tree).filter(({ strength }) => strength >= STRENGTH_MIN);
  const written = mentions.filter(({ forbidden }) => !forbidden);
  const entries = new Map<string, FootprintEntry>();
  for (const mention of written) {
    const entry = entryOf(mention);
    const same = entries.get(entry.path);
    if (same === undefined) entries.set(entry.path, entry);
    else entries.set(entry.path, { ...same, evidence: [...same.evidence, ...entry.evidence] });
  }
  for (const path of task.declared.write) {
    if (!entries.has(path) && tree.kindOf(path) !== "bookkeeping") entries.set(path, declaredEntry(path, tree));
  }
  const symbols = [
    ...new Set(mentions.filter(({ kind }) => kind === "symbol" || kind === "route").map(({ quote }) => quote.toLowerCase())),
  ];
  const sure = [...entries.values()].some(({ probability }) => probability >= 0.5);
  return {
    task: task.id,
    entries: [...entries.values()].sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : 1)),
    reads: [],
    symbols: symbols.sort(),
    unknown: sure ? null : "its text names no file, folder, symbol or route of this repository",
  };
}

function entryOf({ path, kind, exists, strength, quote }: Mention): FootprintEntry {
  const below = kind === "directory";
  return {
    path: below ? `${path}/**` : path,
    mode: exists ? "write" : "create",
    probability: strength,
    evidence: [`its text names \`${quote}\`${kind === "path" || kind === "directory" ? "" : ` (${kind})`}`],
  };
}

function declaredEntry(path: string, tree: TreeIndex): FootprintEntry {
  return { path, mode: tree.has(path) ? "write" : "create", probability: 0.9, evidence: ["its sources declare it"] };
}
