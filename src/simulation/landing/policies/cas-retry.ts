import type { Command, Policy, PolicyKind } from "../policy.ts";

/** Every change is tested on main and lands if main has not moved meanwhile; else it is tested again. */
export const CAS_RETRY: PolicyKind = {
  name: "cas-retry",
  summary: "test on main, land if main has not moved, else again",
  isExact: true,
  isYardstick: false,
  make: ({ workers }) => casRetry(workers),
};

function casRetry(workers: number): Policy {
  let waiting: string[] = [];
  const gone = new Set<string>();
  const running = new Map<string, { readonly change: string; readonly landings: number }>();
  let landings = 0;
  let begun = 0;
  return {
    next(event) {
      const commands: Command[] = [];
      if (event.kind === "submitted") waiting.push(event.change.id);
      if (event.kind === "ended") gone.add(event.change);
      const run = event.kind === "run-ended" ? running.get(event.run) : undefined;
      if (event.kind === "run-ended" && run !== undefined) {
        running.delete(event.run);
        if (event.verdict.kind === "failed") commands.push({ kind: "return", change: run.change });
        else if (event.verdict.kind === "passed" && run.landings === landings) {
          landings++;
          commands.push({ kind: "land", changes: [run.change] });
        } else waiting.unshift(run.change);
      }
      waiting = waiting.filter((change) => !gone.has(change));
      for (let change = waiting.shift(); change !== undefined; change = waiting.shift()) {
        if (running.size >= workers) {
          waiting.unshift(change);
          break;
        }
        const id = `r${begun++}`;
        running.set(id, { change, landings });
        commands.push({ kind: "start-run", run: { id, assumes: [], changes: [change], tests: null } });
      }
      return commands;
    },
  };
}
