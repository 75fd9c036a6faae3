import { SignalboxError } from "./errors.ts";

/** Task ids are untrusted: this form cannot escape a path, a ref name or a shell word (DESIGN §12). */
const TASK_ID = /^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/;
const TASK_ID_CHARACTERS_MAX = 64;

/** True when `text` may be a task id. Uniqueness ignoring case is the task list's business. */
export function isTaskId(text: string): boolean {
  return text.length <= TASK_ID_CHARACTERS_MAX && TASK_ID.test(text) && !text.toLowerCase().endsWith(".lock");
}

/** @throws SignalboxError `bad-input` when `text` cannot be a task id. */
export function parseTaskId(text: string): string {
  if (isTaskId(text)) return text;
  throw new SignalboxError(
    "bad-input",
    `expected a task id like QA-033 (letters, digits, single . _ -, at most ${TASK_ID_CHARACTERS_MAX}), got \`${text.slice(0, 80)}\``,
    { hint: "signalbox tasks lists the ids that were read" },
  );
}

/** `Session-20251114-QA-033-1f2e3d4c`: the form agents and people know from the guide. `suffix` is 8 hex digits. */
export function sessionId(taskId: string, at: Date, suffix: string): string {
  const day = at.toISOString().slice(0, 10).replaceAll("-", "");
  return `Session-${day}-${parseTaskId(taskId)}-${suffix}`;
}

const SESSION_ID = /^Session-(\d{8})-(.+)-([0-9a-f]{8})$/;

/** The task a session id of our own form belongs to, or undefined when the text is not such an id. */
export function taskOfSessionId(text: string): string | undefined {
  const task = SESSION_ID.exec(text)?.[2];
  return task !== undefined && isTaskId(task) ? task : undefined;
}
