import type { TaskStatus } from "../core/task.ts";
import { parseCheckbox, parseStatus } from "../tasks/values/status.ts";

/** What a status text means, as the importers read it; `landed` is ours, `unknown` a text that says nothing about it. */
export type StatusMeaning = TaskStatus | "landed" | "unknown";

/** The meaning of a status text such as `✅ COMPLETE`, `Not Started` or `⚠️ INCOMPLETE - Code Complete`. */
export function statusMeaning(text: string): StatusMeaning {
  return text.includes("landed, verifying") ? "landed" : (parseStatus(text) ?? "unknown");
}

/** The meaning of the mark in a checkbox: `[ ]`, `[x]`, `[~]`, `[✅]`, `[🔄]`. */
export function boxMeaning(mark: string): StatusMeaning {
  return parseCheckbox(mark) ?? "unknown";
}

const DONE_MARKS = /(?:\s+-)?\s+✅(?:\s+COMPLETED?)?(?=\s|$)|(?<=^#+\s)✅\s+/giu;

/** A heading or checkbox line without the check marks people put beside titles: `### ✅ QA-1: … - ✅ COMPLETE`. */
export function withoutDoneMarks(line: string): string {
  return line.replace(DONE_MARKS, "");
}
