import type { ModelScript, ModelStep } from "./script.ts";
import type { ModelTurn } from "./turn.ts";

export interface NextStep {
  readonly step: ModelStep;
  /** Counted from 0; null where no message carries a script. */
  readonly index: number | null;
  /** The message that carries the script: what distinguishes one agent's faults from another's. */
  readonly prompt: string;
}

/**
 * Which step is next, read off the conversation alone: as many steps are played as the agent has called tools in turns
 * after its last message with a script. So a killed and resumed agent goes on where it was, any number of agents share
 * one server, and the server can be restarted between two turns.
 * @param scriptOf the script a user's message carries or stands for, or null.
 */
export function nextStep(turns: readonly ModelTurn[], scriptOf: (text: string) => ModelScript | null): NextStep {
  for (let at = turns.length - 1; at >= 0; at--) {
    const turn = turns[at];
    const script = turn?.role === "user" ? scriptOf(turn.text) : null;
    if (turn === undefined || script === null) continue;
    const index = callingTurns(turns.slice(at + 1));
    return { step: script[index] ?? { say: "The script is finished." }, index, prompt: turn.text };
  }
  return { step: { say: "There is no script in the prompt." }, index: null, prompt: "" };
}

/** Several calls in one turn, each an item of its own in some dialects, are one turn. */
function callingTurns(turns: readonly ModelTurn[]): number {
  let count = 0;
  let isOpen = false;
  for (const { role, calls } of turns) {
    if (role === "assistant" && calls > 0 && !isOpen) count += 1;
    isOpen = role === "assistant" && (isOpen || calls > 0);
  }
  return count;
}
