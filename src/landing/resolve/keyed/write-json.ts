import type { Branch, Keyed, Span } from "./keyed-tree.ts";
import type { Merged, MergedBranch, MergedPart } from "./merge-keyed.ts";

/**
 * The text of a merge: ours, with the parts that come from theirs copied in. What ours wrote keeps its form: indent, line
 * ends, one-line arrays, the final newline.
 */
export function writeJson(merged: Merged, ours: { text: string; tree: Keyed }, theirs: { text: string; tree: Keyed }): string {
  const alike = indentOf(ours.text) === indentOf(theirs.text);
  const head = ours.text.slice(0, ours.tree.at.start);
  return head + valueText(merged, ours.tree, theirs.tree, 0) + ours.text.slice(ours.tree.at.end);

  function valueText(value: Merged, left: Keyed, right: Keyed, depth: number): string {
    if (value.from === "ours") return cut(ours.text, left.at);
    return value.from === "theirs" ? theirsText(right, depth) : branchText(value, depth);
  }

  function theirsText(node: Keyed, depth: number): string {
    return alike ? cut(theirs.text, node.at) : pretty(node, indentOf(ours.text), depth);
  }

  function branchText(branch: MergedBranch, depth: number): string {
    const [open, close] = branch.ours.kind === "map" ? ["{", "}"] : ["[", "]"];
    if (branch.parts.length === 0) return `${open}${close}`;
    const frame = frameOf(branch, ours.text, theirs.text);
    const pieces = branch.parts.map((part, index) => {
      const between = index === 0 ? frame.open : (ownGap(branch, index) ?? frame.between);
      return between + partText(part, branch, depth + 1);
    });
    return open + pieces.join("") + frame.close + close;
  }

  function partText({ ours: left, theirs: right, value }: MergedPart, branch: MergedBranch, depth: number): string {
    if (left !== undefined) {
      const key = ours.text.slice(left.at.start, left.value.at.start);
      return key + valueText(value, left.value, (right ?? left).value, depth);
    }
    if (right === undefined) return "";
    const key = branch.ours.kind === "map" ? `${JSON.stringify(right.key)}: ` : "";
    return alike ? cut(theirs.text, right.at) : key + theirsText(right.value, depth);
  }

  /** What ours has between two parts that were neighbours there. */
  function ownGap({ parts }: MergedBranch, index: number): string | undefined {
    const [before, after] = [parts[index - 1]?.ours, parts[index]?.ours];
    if (before === undefined || after === undefined || after.index !== before.index + 1) return undefined;
    return ours.text.slice(before.at.end, after.at.start);
  }
}

/** White space and commas around and between the parts of a branch, as ours has them; theirs where ours is empty. */
function frameOf(branch: MergedBranch, ours: string, theirs: string): { open: string; between: string; close: string } {
  const [text, node]: [string, Branch] = branch.ours.parts.length > 0 ? [ours, branch.ours] : [theirs, branch.theirs];
  const [first, second] = node.parts;
  const last = node.parts.at(-1);
  if (first === undefined || last === undefined) return { open: "", between: ", ", close: "" };
  const open = text.slice(node.at.start + 1, first.at.start);
  const between = second === undefined ? `,${open === "" ? " " : open}` : text.slice(first.at.end, second.at.start);
  return { open, between, close: text.slice(last.at.end, node.at.end - 1) };
}

function cut(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

/** The first line's indent; two spaces when nothing is indented. */
function indentOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
}

function pretty(node: Keyed, indent: string, depth: number): string {
  if (node.kind === "leaf") return node.text;
  const [open, close] = node.kind === "map" ? ["{", "}"] : ["[", "]"];
  if (node.parts.length === 0) return open + close;
  const inner = `\n${indent.repeat(depth + 1)}`;
  const pieces = node.parts.map(({ key, value }) => {
    const name = node.kind === "map" ? `${JSON.stringify(key)}: ` : "";
    return inner + name + pretty(value, indent, depth + 1);
  });
  return `${open}${pieces.join(",")}\n${indent.repeat(depth)}${close}`;
}
