import type { Command, Policy, PolicyKind } from "../policy.ts";

/** One change at a time, in order. */
export const FIFO = batches("fifo", 1, "one change at a time");
/** One batch at a time; a failed one is split in halves, which land one after the other (as bors does). */
export const BATCH_4 = batches("batch-4", 4, "batches of 4, halved on failure");
export const BATCH_8 = batches("batch-8", 8, "batches of 8, halved on failure");

function batches(name: string, size: number, summary: string): PolicyKind {
  return { name, summary, isExact: true, isYardstick: false, make: () => serial(size) };
}

function serial(size: number): Policy {
  let waiting: string[] = [];
  /** Parts of failed batches, the next one last. */
  let parts: (readonly string[])[] = [];
  let batch: readonly string[] = [];
  let begun = 0;
  return {
    next(event) {
      const commands: Command[] = [];
      if (event.kind === "submitted") waiting.push(event.change.id);
      if (event.kind === "ended") {
        const stays = (change: string) => change !== event.change;
        [waiting, batch] = [waiting.filter(stays), batch.filter(stays)];
        parts = parts.map((part) => part.filter(stays)).filter((part) => part.length > 0);
        return commands;
      }
      if (event.kind === "run-ended") {
        const { verdict } = event;
        if (verdict.kind === "passed") commands.push({ kind: "land", changes: batch });
        else if (verdict.kind === "lost") parts.push(...[batch].filter((part) => part.length > 0));
        else if (batch.length > 1) parts.push(batch.slice(Math.ceil(batch.length / 2)), batch.slice(0, Math.ceil(batch.length / 2)));
        else for (const change of batch) commands.push({ kind: "return", change });
        batch = [];
      }
      if (batch.length > 0) return commands;
      batch = parts.pop() ?? waiting.splice(0, size);
      if (batch.length > 0) commands.push({ kind: "start-run", run: { id: `r${begun++}`, assumes: [], changes: batch, tests: null } });
      return commands;
    },
  };
}
