import type { Coordinator } from "../coordinator/coordinator.ts";
import type { CommandContext } from "./output.ts";

const STOP_GRACE_MS = 2_000;

/**
 * The first Ctrl-C drains (nothing new starts, what runs may finish and land), the second stops now: agents are ended,
 * workspaces stay and the next `signalbox run` goes on in them.
 */
export function onInterrupts(context: CommandContext, coordinator: Coordinator): { stop(): void } {
  let times = 0;
  const handle = () => {
    times += 1;
    if (times === 1) context.note("draining: nothing new starts, what runs may finish; press again to stop now");
    if (times === 2) context.note("stopping: agents end now, their work stays for the next run");
    void coordinator.stop(times === 1 ? "draining" : "stopping", STOP_GRACE_MS);
  };
  process.on("SIGINT", handle);
  process.on("SIGTERM", handle);
  return {
    stop() {
      process.off("SIGINT", handle);
      process.off("SIGTERM", handle);
    },
  };
}
