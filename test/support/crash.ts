import { fileURLToPath } from "node:url";
import { type Started, startProgram, type Workplace } from "./run.ts";

/** A moment of a coordinator's life: just before or just after it stored a fact for the `nth` time. */
export interface Moment {
  readonly when: "before" | "after";
  readonly fact: string;
  readonly nth: number;
}

const PROGRAM = fileURLToPath(new URL("crash-coordinator.ts", import.meta.url));

export function momentText({ when, fact, nth }: Moment): string {
  return `${when} ${fact} ${nth}`;
}

/** Runs all tasks as `signalbox run` does, in a process that kills itself with -9 at the moment; without one it finishes. */
export function startMortal(workplace: Workplace, agents: number, moment?: Moment): Started {
  return startProgram(workplace, PROGRAM, [String(agents)], moment === undefined ? {} : { SIGNALBOX_KILL_AT: momentText(moment) });
}

/** The facts an uninterrupted coordinator stored, in order. */
export function storedFacts(output: string): readonly { readonly fact: string; readonly nth: number }[] {
  return [...output.matchAll(/^stored (\S+) (\d+)$/gm)].map(([, fact = "", nth = "0"]) => ({ fact, nth: Number(nth) }));
}
