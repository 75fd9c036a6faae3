import type { Coordinator } from "../coordinator/coordinator.ts";
import type { StoredEvent } from "../core/event.ts";
import { eventLine } from "./event-line.ts";
import { liveView } from "./live-view.ts";
import type { CommandContext } from "./output.ts";

/** Why this run promises less than it could; null where it does not. */
export interface Weaknesses {
  readonly unconfined: string | null;
  readonly unprotected: string | null;
}

/**
 * Shows a run while it goes on: a table that redraws itself on a terminal, plain lines elsewhere, nothing under `--json`.
 * Agents' own chatter is left to `signalbox logs`.
 */
export function showProgress(context: CommandContext, coordinator: Coordinator, { unconfined, unprotected }: Weaknesses): { stop(): void } {
  if (context.json) return { stop: () => undefined };
  if (unconfined !== null) context.print(`unconfined: ${unconfined}; what agents do outside their workspace is detected, not prevented`);
  if (unprotected !== null) context.print(`unprotected: ${unprotected}; next: signalbox doctor --fix`);
  const { store } = coordinator.context.engine;
  if (process.stdout.isTTY === true) return liveView(coordinator.context);
  const startedMs = performance.now();
  const unsubscribe = store.subscribe((event: StoredEvent) => {
    const line = eventLine(event);
    if (line !== undefined) context.print(`${((performance.now() - startedMs) / 1000).toFixed(1).padStart(7)}s  ${line}`);
  });
  return { stop: unsubscribe };
}
