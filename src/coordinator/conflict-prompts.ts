import type { ReturnReason } from "../core/change.ts";
import type { RunContext } from "./run-context.ts";

const PROMPT_CHARACTERS_MAX = 4_000;
const TASKS_MAX = 5;

/**
 * A conflict's evidence with what each side was asked to do (DESIGN §7: base, both sides, both prompts), so that the later
 * agent can keep what the others meant.
 * @param task whose change comes back; null for a branch.
 * @param others tasks that landed on the same files.
 */
export async function withPrompts(
  { tasks, promptText }: RunContext,
  task: string | null,
  others: readonly string[],
  reason: ReturnReason,
): Promise<ReturnReason> {
  const parts: string[] = [];
  for (const id of [...(task === null ? [] : [task]), ...others.slice(0, TASKS_MAX)]) {
    const asked = tasks.get(id);
    if (asked === undefined) continue;
    const text = (await promptText(asked)).trim().slice(0, PROMPT_CHARACTERS_MAX);
    parts.push(`${id === task ? "This change was to do" : "What landed on these files was to do"} ${id}: ${asked.title}\n${text}`);
  }
  return parts.length === 0 ? reason : { ...reason, evidence: [reason.evidence, ...parts].join("\n\n") };
}
