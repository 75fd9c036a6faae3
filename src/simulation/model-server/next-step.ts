import { isDeepStrictEqual } from "node:util";
import type { ModelScript, ModelStep } from "./script.ts";
import type { ModelTurn } from "./turn.ts";

export interface NextStep {
  readonly step: ModelStep;
  /** Counted from 0; null where no message carries a script. */
  readonly index: number | null;
  /** The message that gave the script first: what distinguishes one agent's faults from another's, also when it is resumed. */
  readonly prompt: string;
}

/**
 * Which step is next, read off the conversation alone: as many steps are played as the agent has called tools in turns
 * since it was given the script. So a killed and resumed agent goes on where it was, any number of agents share one
 * server, and the server can be restarted between two turns. The last script counts, from where it was first given:
 * an agent that is resumed is often told the same once more.
 * @param scriptOf the script a user's text carries or stands for, or null.
 */
export function nextStep(turns: readonly ModelTurn[], scriptOf: (text: string) => ModelScript | null): NextStep {
  const given = turns.flatMap(({ role, text }, at) => {
    const script = role === "user" ? scriptOf(text) : null;
    return script === null ? [] : [{ script, text, at }];
  });
  const last = given.at(-1);
  if (last === undefined) return { step: { say: "There is no script in the prompt." }, index: null, prompt: "" };
  const others = given.filter(({ script }) => !isDeepStrictEqual(script, last.script));
  const first = given.find(({ at }) => at > (others.at(-1)?.at ?? -1)) ?? last;
  const index = callingTurns(turns.slice(first.at + 1));
  return { step: last.script[index] ?? { say: "The script is finished." }, index, prompt: first.text };
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
