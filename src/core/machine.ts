import { SignalboxError } from "./errors.ts";

/** A state machine as data: for each state, the states it may move to. */
export type Machine<S extends string> = { readonly [state in S]: readonly S[] };

/** True when the table allows `from` → `to`. */
export function mayMove<S extends string>(machine: Machine<S>, from: S, to: S): boolean {
  return machine[from].includes(to);
}

/** @throws SignalboxError `bug` when the table forbids `from` → `to`: callers decide moves, so a bad one is ours. */
export function assertMove<S extends string>(machine: Machine<S>, from: S, to: S, what: string): void {
  if (!mayMove(machine, from, to)) {
    throw new SignalboxError("bug", `expected ${what} to move from ${from} to one of [${machine[from].join(", ")}], got \`${to}\``);
  }
}

/** True when nothing follows `state`. */
export function isTerminal<S extends string>(machine: Machine<S>, state: S): boolean {
  return machine[state].length === 0;
}
