import { type PathResult, type PathVersions, refused, resolved } from "../resolution.ts";
import { inventedPart, lostChange } from "./kept-changes.ts";
import type { Keyed } from "./keyed-tree.ts";
import { type KeyedMerge, mergeKeyed, type Settle } from "./merge-keyed.ts";
import { parseJson } from "./parse-json.ts";
import { settleManifest } from "./settle-manifest.ts";
import { writeJson } from "./write-json.ts";

/** Merges JSON by key. `package.json` may have a version range settled where one range holds both wishes. */
export function resolveJson({ path, base, ours, theirs }: PathVersions): PathResult {
  const [was, left, right] = [base === null ? undefined : parseJson(base), parseJson(ours), parseJson(theirs)];
  if (left === undefined || right === undefined || (base !== null && was === undefined)) return refused("a version of it is no valid JSON");
  const settle: Settle | undefined = /(?:^|\/)package\.json$/.test(path) ? settleManifest : undefined;
  const merge = mergeKeyed(was, left, right, settle);
  if (merge.clashes.length > 0) return refused(clashText(merge));
  const text = writeJson(merge.merged, { text: ours, tree: left }, { text: theirs, tree: right });
  return proven({ base: was, ours: left, theirs: right }, parseJson(text), merge, text);
}

/** Accepts a text only if what it says holds every change of both sides and nothing else. */
export function proven(
  versions: { readonly base: Keyed | undefined; readonly ours: Keyed; readonly theirs: Keyed },
  result: Keyed | undefined,
  merge: KeyedMerge,
  text: string,
): PathResult {
  if (result === undefined) return refused("merged by key it would be no valid file");
  const settled = new Set(merge.settled.map(({ path }) => path));
  const { base, ours, theirs } = versions;
  const wrong = lostChange(base, ours, result, settled) ?? lostChange(base, theirs, result, settled) ?? inventedPart(ours, theirs, result);
  if (wrong !== undefined) return refused(`merged by key it would not hold both sides' changes at ${wrong}`);
  const choices = merge.settled.map((one) => `; ${one.path} is ${one.text}, which satisfies both sides`);
  return resolved(text, `merged by key: no value was changed by both sides${choices.join("")}`);
}

export function clashText({ clashes }: KeyedMerge): string {
  const more = clashes.length > 3 ? ` and ${clashes.length - 3} more` : "";
  return `both sides changed ${clashes.slice(0, 3).join(", ")}${more}`;
}
