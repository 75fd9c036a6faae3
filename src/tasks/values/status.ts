import type { TaskStatus } from "../../core/task.ts";
import { plainText, withoutStrikes } from "./decoration.ts";

/**
 * What people write for a status, tried from top to bottom. The order matters: "incomplete" and "80 % complete" hold
 * the word complete, "not started" the word started, "complete - ready for review" the word ready.
 */
const WORDS: readonly (readonly [RegExp, TaskStatus])[] = [
  [/\b(?:incomplete|partial(?:ly)?)\b|\b(?!100)\d{1,2}\s*%/i, "in-progress"],
  [/\bnot\s+(?:yet\s+)?(?:started|begun|done|complete[d]?|implemented|finished)\b/i, "todo"],
  [/\b(?:deprecated|cancell?ed|skipped|dropped|obsolete|superseded|excluded|removed|rejected|duplicate|won'?t (?:fix|do))\b/i, "dropped"],
  [/\b(?:reverted|rolled[ -]back|re-?opened)\b/i, "todo"],
  [/\b(?:deferred|on[ -]hold|paused|waiting|postponed)\b|\bblocked\b(?! by none)/i, "blocked"],
  [/\b(?:in[ -]?progress|in[ -]review|in[ -]flight|active|started|ongoing|under ?way|working|documenting|wip|testing)\b/i, "in-progress"],
  [
    /\b(?:completed?|done|delivered|deployed|merged|shipped|landed|resolved|fixed|finished|closed|implemented|verified|archived)\b/i,
    "done",
  ],
  [/\bproduction[ -]ready\b/i, "done"],
  [/\breview\b/i, "in-progress"],
  [/\b(?:ready|planned|to[ -]?do|pending|open|backlog|new|queued|proposed|draft|unassigned|unclaimed|available|urgent)\b/i, "todo"],
];

/** Only when no word says anything. */
const PICTURES: readonly (readonly [RegExp, TaskStatus])[] = [
  [/[✅✔☑✓]/u, "done"],
  [/[❌🚫🗑]/u, "dropped"],
  [/[⏸🔒]/u, "blocked"],
  [/[⏳🔄🚧🟢]/u, "in-progress"],
  [/[📋🟡☐⬜🔲]/u, "todo"],
];

const CHECKBOXES: Readonly<Record<string, TaskStatus>> = {
  " ": "todo",
  "": "todo",
  x: "done",
  X: "done",
  "✅": "done",
  "✓": "done",
  "✔": "done",
  "~": "in-progress",
  "/": "in-progress",
  "🔄": "in-progress",
  "⏳": "in-progress",
  "-": "dropped",
};

/** The status a text states, or undefined when it states none. */
export function parseStatus(text: string): TaskStatus | undefined {
  const checkbox = /^\s*\[([^\]]{0,2})\]/.exec(text);
  const ticked = checkbox === null ? undefined : parseCheckbox(checkbox[1] ?? "");
  if (ticked === "done") return "done";
  const words = plainText(text);
  const pictures = withoutStrikes(text);
  return WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? PICTURES.find(([pattern]) => pattern.test(pictures))?.[1] ?? ticked;
}

/** The status a checkbox's mark stands for: `x`, `~`, `✅`, … */
export function parseCheckbox(mark: string): TaskStatus | undefined {
  const key = mark === " " ? mark : mark.replace(/\ufe0f/g, "").trim();
  return Object.hasOwn(CHECKBOXES, key) ? CHECKBOXES[key] : undefined;
}

/**
 * The status said beside a title: `### ✅ DATA-002: …`, `… - ✅ COMPLETE`, `… (Completed: 2025-11-13)`.
 * A title's own words say nothing: "Complete the migration" is no finished task.
 */
export function parseTitleStatus(decoration: string, afterId: string): TaskStatus | undefined {
  const pictured = PICTURES.find(([pattern, status]) => status === "done" && pattern.test(decoration))?.[1];
  if (pictured !== undefined) return pictured;
  const said = [...afterId.matchAll(/\(([^()]{1,80})\)|[-–—:]\s*([^-–—:()]{1,60})$/g)].map((match) => match[1] ?? match[2] ?? "");
  for (const part of said) {
    if (
      /^(?:\W*)(?:complete[d]?|done|merged|deployed|fixed|resolved|in progress|blocked|deprecated|reverted|skipped|not started)\b/i.test(
        part,
      )
    ) {
      return parseStatus(part);
    }
  }
  return /✅/u.test(afterId) ? "done" : undefined;
}
