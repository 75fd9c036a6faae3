import type { Priority } from "../../core/task.ts";
import { withoutStrikes } from "./decoration.ts";

const WORDS: readonly (readonly [RegExp, Priority])[] = [
  [/\b(?:critical|urgent|immediate(?:ly)?|blocker|highest|emergency)\b/i, "P0"],
  [/\bhigh\b/i, "P1"],
  [/\b(?:medium|normal|moderate|med)\b/i, "P2"],
  [/\b(?:low|lowest|minor|trivial|nice to have)\b/i, "P3"],
];

/** The priority a text states: `P1`, `HIGH (P1)`, `🔴 P0 (CRITICAL) - Upgraded from P1`, `MUST DO IMMEDIATELY`, `2`. */
export function parsePriority(text: string): Priority | undefined {
  const said = withoutStrikes(text);
  const numbered = /\bP([0-9])\b/i.exec(said)?.[1] ?? /^\s*([0-4])\s*$/.exec(said)?.[1];
  if (numbered !== undefined) return `P${Math.min(Number(numbered), 3)}` as Priority;
  return WORDS.find(([pattern]) => pattern.test(said))?.[1];
}
