import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type ToStringOptions,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { type PathResult, type PathVersions, refused } from "../resolution.ts";
import type { Keyed, Part } from "./keyed-tree.ts";
import { type Merged, mergeKeyed } from "./merge-keyed.ts";
import { clashText, proven } from "./resolve-json.ts";

const BYTES_MAX = 2 * 1024 * 1024;

/**
 * Merges YAML by key. Refused where the library cannot write ours back as it stands (comments, quotes, line breaks):
 * what nobody changed must not change.
 */
export function resolveYaml({ base, ours, theirs }: PathVersions): PathResult {
  if (Math.max(ours.length, theirs.length) > BYTES_MAX) return refused("it is too large to be merged by key");
  const [was, left, right] = [base === null ? undefined : read(base), read(ours), read(theirs)];
  if (left === undefined || right === undefined || (base !== null && was === undefined)) return refused("a version of it is no plain YAML");
  const form = formOf(left.document, ours);
  if (form === undefined) return refused("it would not keep its form if it were merged by key");
  const merge = mergeKeyed(was?.tree, left.tree, right.tree);
  if (merge.clashes.length > 0) return refused(clashText(merge));
  apply(merge.merged, left.document.contents, right.document.contents, (node) => {
    left.document.contents = node;
  });
  const text = left.document.toString(form);
  const [old, mine, other] = [base === null ? undefined : read(base), read(ours), read(theirs)];
  if (mine === undefined || other === undefined) return refused("a version of it is no plain YAML");
  return proven({ base: old?.tree, ours: mine.tree, theirs: other.tree }, read(text)?.tree, merge, text);
}

interface Read {
  readonly document: Document;
  readonly tree: Keyed;
}

/** One document without anchors, tags or keys that are no scalars. */
function read(text: string): Read | undefined {
  const documents = parseAllDocuments(text, { keepSourceTokens: false });
  const [document] = documents;
  if (documents.length !== 1 || !(document instanceof Document) || document.errors.length > 0) return undefined;
  let plain = true;
  visit(document, (_, node) => {
    if (isAlias(node) || ((isMap(node) || isSeq(node) || isScalar(node)) && (node.anchor !== undefined || node.tag?.startsWith("!"))))
      plain = false;
  });
  const tree = plain ? keyedOf(document.contents) : undefined;
  return tree === undefined ? undefined : { document, tree };
}

const NOWHERE = { start: 0, end: 0 };

function keyedOf(node: Node | null): Keyed | undefined {
  if (node === null || isScalar(node)) return { kind: "leaf", text: JSON.stringify(node?.value ?? null), at: NOWHERE };
  if (!isMap(node) && !isSeq(node)) return undefined;
  const parts: Part[] = [];
  for (const [index, item] of node.items.entries()) {
    const pair = isMap(node) ? (item as YAMLMap<Node, Node | null>["items"][number]) : undefined;
    if (pair !== undefined && !isScalar(pair.key)) return undefined;
    const value = keyedOf(pair === undefined ? (item as Node | null) : pair.value);
    if (value === undefined) return undefined;
    const key = pair !== undefined && isScalar(pair.key) ? String(pair.key.value) : String(index);
    parts.push({ key, index, value, at: NOWHERE });
  }
  return { kind: isMap(node) ? "map" : "list", parts, at: NOWHERE };
}

/** How the library must write to give back exactly `text`; undefined when no way of it does. */
function formOf(document: Document, text: string): ToStringOptions | undefined {
  const forms = [2, 4].flatMap((indent) =>
    [true, false].map((indentSeq) => ({ indent, indentSeq, lineWidth: 0, flowCollectionPadding: false })),
  );
  const padded = forms.map((form) => ({ ...form, flowCollectionPadding: true }));
  return [...padded, ...forms].find((form) => document.toString(form) === text);
}

/** Carries theirs into ours's own nodes, so that comments stay where they are. */
function apply(merged: Merged, ours: Node | null, theirs: Node | null, put: (node: Node | null) => void): void {
  if (merged.from === "theirs") put(theirs);
  if (merged.from !== "both") return;
  const [left, right] = [ours as YAMLMap<Node, Node | null> | YAMLSeq, theirs as YAMLMap<Node, Node | null> | YAMLSeq];
  const items = merged.parts.map((part) => {
    const mine = part.ours === undefined ? undefined : left.items[part.ours.index];
    const other = part.theirs === undefined ? undefined : right.items[part.theirs.index];
    if (mine === undefined || other === undefined) return mine ?? other;
    if (isMap(left) && isMap(right)) {
      const [pair, from] = [mine, other] as [(typeof left.items)[number], (typeof right.items)[number]];
      apply(part.value, pair.value as Node | null, from.value as Node | null, (node) => {
        pair.value = node;
      });
      return pair;
    }
    let item = mine as Node | null;
    apply(part.value, item, other as Node | null, (node) => {
      item = node;
    });
    return item;
  });
  left.items = items as typeof left.items;
}
