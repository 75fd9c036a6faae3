import type { Command, Policy, PolicyContext, PolicyKind } from "../policy.ts";
import { indexOf } from "../workers.ts";

/**
 * Knows every outcome, and still runs each change once, by itself (Uber's yardstick): it never waits for a stranger, never
 * tests a future that does not happen and never meets a flake. Overlapping changes end in order.
 */
export const ORACLE: PolicyKind = {
  name: "oracle",
  summary: "knows outcomes; one run a change, no batches",
  isExact: false,
  isYardstick: true,
  make: (context) => oracle(context, { batch: 1, inOrder: true }),
};

/** The same with everything that waits in one run: nothing that tests can be faster with one or two workers. */
export const BATCHING_BOUND: PolicyKind = {
  name: "batching-bound",
  summary: "knows outcomes; all that waits in one run",
  isExact: false,
  isYardstick: true,
  make: (context) => oracle(context, { batch: Number.POSITIVE_INFINITY, inOrder: false }),
};

function oracle(context: PolicyContext, how: { readonly batch: number; readonly inOrder: boolean }): Policy {
  let waiting: string[] = [];
  const running = new Map<string, readonly string[]>();
  /** In order of submission; true once tested. */
  const open = new Map<string, boolean>();
  let begun = 0;
  return {
    next(event) {
      const commands: Command[] = [];
      if (event.kind === "landed") return commands;
      if (event.kind === "ended") {
        open.delete(event.change);
        waiting = waiting.filter((id) => id !== event.change);
      }
      if (event.kind === "submitted") {
        waiting.push(event.change.id);
        open.set(event.change.id, false);
      }
      if (event.kind === "run-ended") {
        const tested = running.get(event.run) ?? [];
        running.delete(event.run);
        const still = tested.filter((id) => open.has(id));
        if (event.verdict.kind === "lost") waiting.unshift(...still);
        else for (const id of still) open.set(id, true);
        commands.push(...settle(context, open, how.inOrder));
      }
      while (waiting.length > 0 && running.size < context.workers) {
        const changes = waiting.splice(0, how.batch);
        const id = `r${begun++}`;
        running.set(id, changes);
        commands.push({ kind: "start-run", run: { id, assumes: [], changes, tests: null } });
      }
      return commands;
    },
  };
}

/** Ends what is tested and waits for no overlapping change before it; what would break main is returned. */
function settle({ world, main }: PolicyContext, open: Map<string, boolean>, inOrder: boolean): Command[] {
  const landing: number[] = [];
  const before: number[] = [];
  const commands: Command[] = [];
  for (const [id, isTested] of [...open]) {
    const index = indexOf(id);
    const waits = inOrder && before.some((other) => world.overlaps(other, index));
    if (!isTested || waits) {
      before.push(index);
      continue;
    }
    open.delete(id);
    const isGood = main.faultsWith([...landing, index]).length === 0;
    if (isGood) landing.push(index);
    else commands.push({ kind: "return", change: id });
  }
  if (landing.length > 0) commands.push({ kind: "land", changes: landing.map((index) => `c${index}`) });
  return commands;
}
