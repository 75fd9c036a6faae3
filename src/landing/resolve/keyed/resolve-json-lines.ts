import { linesOf } from "../../../git/merge-file.ts";
import { type PathResult, type PathVersions, refused, resolved } from "../resolution.ts";
import { inventedPart, lostChange } from "./kept-changes.ts";
import { type Branch, idOf, type Keyed } from "./keyed-tree.ts";
import { type Merged, type MergedPart, mergeKeyed } from "./merge-keyed.ts";
import { parseJson } from "./parse-json.ts";
import { clashText } from "./resolve-json.ts";
import { writeJson } from "./write-json.ts";

const ID_FIELDS = ["id", "_id", "key", "uuid", "name"] as const;

/** Merges JSON lines record by record, and the fields of a record that both sides changed one by one. */
export function resolveJsonLines({ base, ours, theirs }: PathVersions): PathResult {
  const versions = [recordsOf(base ?? ""), recordsOf(ours), recordsOf(theirs)];
  const [was, left, right] = versions;
  if (was === undefined || left === undefined || right === undefined) return refused("a line of it is no JSON object");
  const field = ID_FIELDS.find((name) => [was, left, right].every((records) => isUnique(records, name)));
  if (field === undefined) return refused("its records have no field that names each of them once");
  const trees = [was, left, right].map((records) => treeOf(records, field));
  const [inBase, inOurs, inTheirs] = trees;
  if (inBase === undefined || inOurs === undefined || inTheirs === undefined) return refused("it holds no records");
  const merge = mergeKeyed(inBase, inOurs, inTheirs);
  if (merge.clashes.length > 0) return refused(clashText(merge));
  const text = writeLines(merge.merged, left, right, ours, theirs);
  const made = recordsOf(text);
  const result = made === undefined || !isUnique(made, field) ? undefined : treeOf(made, field);
  const none = new Set<string>();
  const wrong =
    result === undefined
      ? "the whole"
      : (lostChange(inBase, inOurs, result, none) ?? lostChange(inBase, inTheirs, result, none) ?? inventedPart(inOurs, inTheirs, result));
  if (wrong !== undefined) return refused(`merged by record it would not hold both sides' changes at ${wrong}`);
  return resolved(text, `merged record by record (by ${field}): no field was changed by both sides`);
}

interface LineRecord {
  readonly line: string;
  readonly tree: Branch;
}

/** Undefined when a line is no JSON object. */
function recordsOf(text: string): readonly LineRecord[] | undefined {
  const records: LineRecord[] = [];
  for (const line of linesOf(text)) {
    if (line.trim() === "") continue;
    const tree = parseJson(line);
    if (tree?.kind !== "map") return undefined;
    records.push({ line: line.replace(/\r?\n$/, ""), tree });
  }
  return records;
}

function isUnique(records: readonly LineRecord[], field: string): boolean {
  const ids = records.map(({ tree }) => idOf(tree, field));
  return !ids.includes(undefined) && new Set(ids).size === ids.length;
}

/** The file as one map of its records, so that one merge does for all. */
function treeOf(records: readonly LineRecord[], field: string): Branch {
  const parts = records.map(({ tree }, index) => ({ key: idOf(tree, field) ?? "", index, value: tree as Keyed, at: tree.at }));
  return { kind: "map", parts, at: { start: 0, end: 0 } };
}

function writeLines(merged: Merged, left: readonly LineRecord[], right: readonly LineRecord[], ours: string, theirs: string): string {
  if (merged.from !== "both") return merged.from === "ours" ? ours : theirs;
  const end = /\r\n/.test(ours) ? "\r\n" : "\n";
  const lines = merged.parts.map((part) => lineOf(part, left, right));
  return lines.join(end) + (ours === "" || /\n$/.test(ours) ? end : "");
}

function lineOf({ ours, theirs, value }: MergedPart, left: readonly LineRecord[], right: readonly LineRecord[]): string {
  const mine = ours === undefined ? undefined : left[ours.index];
  const other = theirs === undefined ? undefined : right[theirs.index];
  if (mine === undefined || other === undefined) return (mine ?? other)?.line ?? "";
  return writeJson(value, { text: mine.line, tree: mine.tree }, { text: other.line, tree: other.tree });
}
