import type { Problem } from "../core/task.ts";

/** Every code a problem may carry, with what it means. */
export const PROBLEM_CODES = {
  "binary-file": "the file holds NUL bytes, so it is not text; it was not read",
  "case-differs": "two ids differ only by case; they are taken as one task",
  "dependency-cycle": "tasks depend on each other in a circle; none of them can start",
  "done-and-open": "one place says the task is done, another that it is open; it is taken as open",
  "duplicate-id": "the same id is described twice in one kind of source",
  "duplicate-session": "two open sessions work on the same task",
  "id-mismatch": "the file's name and its text name different tasks",
  "invalid-id": "the id holds characters no task id may have; the entry was left out",
  "malformed-json": "the file is not valid JSON of the expected shape",
  "malformed-yaml": "the front matter is not valid YAML; it was ignored",
  "missing-prompt": "the prompt the task names does not exist",
  "missing-source": "a file or folder the configuration names does not exist",
  "no-id": "nothing in the file, nor its name, gives a task id",
  "oversize-file": "the file is larger than is read; only its beginning counts",
  "owned-and-forbidden": "a path is both the task's to write and not to be touched",
  "path-escape": "a declared path leaves the repository; it was dropped",
  "placeholder-id": "a template's placeholder stands where a task id should be",
  "priority-differs": "two places give different priorities",
  "prose-acceptance": "the acceptance is a sentence, not a command; it was not taken as the task's gate",
  "range-too-large": "a range of ids is too long to be meant; only its ends were taken",
  "session-without-task": "a session works on a task that no prompt or roadmap describes",
  "shifted-row": "a table row has its cells in the wrong columns, or too few of them",
  "template-text": "text of a template was left in the file",
  "unexpanded-command": "a shell command such as $(date) was written instead of its result",
  "unknown-dependency": "a task depends on one that no source describes",
  "unknown-task": "the configuration names a task that no source describes",
  "unread-value": "a status, priority or estimate could not be understood",
} as const;

export type ProblemCode = keyof typeof PROBLEM_CODES;

/** Reports one problem. Readers get this function instead of a list, so that none of them can drop what another found. */
export type Report = (
  code: ProblemCode,
  at: { readonly file: string; readonly line: number },
  task: string | null,
  message: string,
) => void;

const QUOTED_CHARACTERS_MAX = 120;

/** Untrusted text for a message: one line, short, without control characters. */
export function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not reach a terminal.
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f`]+/g, " ").trim();
  return `\`${line.length > QUOTED_CHARACTERS_MAX ? `${line.slice(0, QUOTED_CHARACTERS_MAX)}…` : line}\``;
}

/** A list of problems and the function that adds to it. */
export function problemList(): { readonly problems: Problem[]; readonly report: Report } {
  const problems: Problem[] = [];
  return { problems, report: (code, at, task, message) => problems.push({ code, task, file: at.file, line: at.line, message }) };
}
