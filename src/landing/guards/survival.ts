import type { ReturnReason } from "../../core/change.ts";
import { linesWithout } from "./lines-without.ts";

const LINES_SHOWN_MAX = 40;

/** A file in two versions; an empty text where there is none. */
export interface TextEdit {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Lines of a landed change that a merge took away although the merged change did not. */
export interface LostWork {
  readonly task: string | null;
  readonly path: string;
  readonly lines: readonly string[];
}

/**
 * Which lines that a landed change added do not survive a merge. A line may go when the merged change removed it itself, or
 * moved it to another file; a three-way merge takes no other, but whoever resolves a conflict may. Pure; counts repeats.
 * @param landed what landing the change did, file by file.
 * @param merged what the merge did to the tip: before → after.
 * @param own what the merged change did itself: its base → its head, which has not seen the landed change.
 */
export function survivals(
  { task, edits: landed }: { readonly task: string | null; readonly edits: readonly TextEdit[] },
  merged: readonly TextEdit[],
  own: readonly TextEdit[],
): readonly LostWork[] {
  return landed.flatMap(({ path, before, after }) => {
    const step = merged.find((edit) => edit.path === path);
    if (step === undefined) return [];
    const mine = own.find((edit) => edit.path === path);
    const removed = mine === undefined ? [] : linesWithout(mine.before, mine.after);
    const elsewhere = merged.flatMap((edit) => (edit.path === path ? [] : linesWithout(edit.after, edit.before)));
    const gone = linesWithout(joined(linesWithout(step.before, step.after)), joined([...removed, ...elsewhere]));
    const kept = linesWithout(joined(gone), joined(linesWithout(after, before)));
    const lines = linesWithout(joined(gone), joined(kept));
    return lines.length === 0 ? [] : [{ task, path, lines }];
  });
}

function joined(lines: readonly string[]): string {
  return lines.join("\n");
}

/** The reason a person or agent reads: whose lines, on which paths. */
export function lostReason(lost: readonly LostWork[]): ReturnReason {
  const files = [...new Set(lost.map(({ path }) => path))];
  const whose = [...new Set(lost.map(({ task }) => task ?? "another branch"))].join(", ");
  const shown = lost.flatMap(({ task, path, lines }) => [
    `${path} (${task ?? "another branch"}):`,
    ...lines.slice(0, LINES_SHOWN_MAX).map((line) => `- ${line}`),
  ]);
  return {
    code: "stale-base",
    message: `expected the landed work of ${whose} to stay, got a merge that drops it in ${files.slice(0, 5).join(", ")}`,
    evidence: `Lines that landed, that this change did not remove itself, and that are gone after the merge:\n${shown.join("\n")}`,
    files,
  };
}
