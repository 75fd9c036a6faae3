import type { ReturnReason } from "../core/change.ts";
import type { Git } from "../git/git.ts";
import type { MergeResult } from "../git/merge-tree.ts";
import type { PreparedChange } from "./prepare-changes.ts";

type Conflict = Extract<MergeResult, { readonly kind: "conflict" }>;

const FILES_NAMED_MAX = 100;
const COMMITS_SHOWN_MAX = 10;
const DIFF_BYTES_MAX = 16 * 1024;

/**
 * Everything the later agent needs to resolve a textual conflict: which files, what git said, who changed them on main
 * meanwhile, and both sides between conflict markers.
 */
export async function conflictReason(cache: Git, tip: string, { mergeBase }: PreparedChange, conflict: Conflict): Promise<ReturnReason> {
  const { tree, messages } = conflict;
  const files = conflict.files.slice(0, FILES_NAMED_MAX);
  const named = ["--", ...files.map((path) => `:(literal)${path}`)];
  const [landed, sides] = await Promise.all([
    cache.text(["log", "--first-parent", "-m", `--max-count=${COMMITS_SHOWN_MAX}`, "--format=%h %s", `${mergeBase}..${tip}`, ...named]),
    cache.text(["diff", "--no-ext-diff", "--no-textconv", "--no-color", tip, tree, ...named]),
  ]);
  const evidence = [messages, `Landed on these files since the work began:\n${landed || "nothing"}`, cut(sides)].join("\n\n");
  return { code: "conflict", message: `expected a clean merge, got conflicts in ${files.slice(0, 5).join(", ")}`, evidence, files };
}

function cut(text: string): string {
  return text.length <= DIFF_BYTES_MAX ? text : `${text.slice(0, DIFF_BYTES_MAX)}\n… (cut)`;
}
