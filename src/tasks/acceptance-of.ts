import type { Config } from "../core/config.ts";
import type { Command, Task } from "../core/task.ts";

/**
 * The command that proves a task done: configured for it, named by its own sources, or the configured default where
 * that applies. Null when there is none.
 * @param exists does main hold this path?
 */
export function acceptanceOf(task: Task, config: Config, exists: (path: string) => boolean): Command | null {
  const { tasks, run, exists: required } = config.acceptance;
  const configured = Object.hasOwn(tasks, task.id) ? tasks[task.id] : undefined;
  const own = configured ?? task.acceptance;
  if (own !== null) return withTask(own, task.id);
  if (run === null || (required !== null && !exists(withTaskIn(required, task.id)))) return null;
  return withTask(run, task.id);
}

/** A task id holds no character that means anything to a shell (core/ids.ts), so it may stand in a command line too. */
function withTask(command: Command, id: string): Command {
  return typeof command === "string" ? withTaskIn(command, id) : command.map((word) => withTaskIn(word, id));
}

function withTaskIn(text: string, id: string): string {
  return text.replaceAll("{task}", id);
}
