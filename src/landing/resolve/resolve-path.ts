import type { MergedPart } from "../../git/merge-file.ts";
import { resolveInsertOnly } from "./insert-only.ts";
import { resolveJson } from "./keyed/resolve-json.ts";
import { resolveJsonLines } from "./keyed/resolve-json-lines.ts";
import { resolveYaml } from "./keyed/resolve-yaml.ts";
import { type PathResult, type PathVersions, type Rung, refused } from "./resolution.ts";

const CHARACTERS_MAX = 8 * 1024 * 1024;

/** Texts only: what either rung says, the first that resolves the conflict, or all reasons why none does. */
export type TextResult = (PathResult & { readonly kind: "resolved"; readonly rung: Rung }) | (PathResult & { readonly kind: "refused" });

/**
 * The rungs that need nothing but the three texts: by key, then insert-only.
 * @param parts the texts as git merges them; undefined when git finds no text in them.
 * @param isBarred rungs that resolved this very conflict before, in a way the gates refused.
 */
export function resolvePath(
  versions: PathVersions,
  parts: readonly MergedPart[] | undefined,
  isBarred: (rung: Rung) => boolean = () => false,
): TextResult {
  const { path, base, ours, theirs } = versions;
  if ([base ?? "", ours, theirs].some((text) => text.length > CHARACTERS_MAX)) return { kind: "refused", because: "it is too large" };
  const reasons: string[] = [];
  const keyed = keyedResolver(path);
  const rungs: { readonly rung: Rung; readonly attempt: () => PathResult }[] = [];
  if (keyed !== undefined) rungs.push({ rung: "keyed", attempt: () => keyed(versions) });
  if (parts !== undefined) rungs.push({ rung: "insert-only", attempt: () => resolveInsertOnly(versions, parts) });
  for (const { rung, attempt } of rungs) {
    const result = isBarred(rung) ? refused(`resolved this way (${rung}) it did not pass before`) : attempt();
    if (result.kind === "resolved") return { ...result, rung };
    reasons.push(result.because);
  }
  return { kind: "refused", because: reasons.join("; ") || "git finds no text in it" };
}

function keyedResolver(path: string): ((versions: PathVersions) => PathResult) | undefined {
  if (/\.json$/i.test(path)) return resolveJson;
  if (/\.(?:jsonl|ndjson)$/i.test(path)) return resolveJsonLines;
  return /\.ya?ml$/i.test(path) ? resolveYaml : undefined;
}
