import { anyPatternCovers } from "../core/paths.ts";
import type { Task } from "../core/task.ts";
import { isAncestor } from "../git/refs.ts";
import type { RunContext } from "./run-context.ts";

/**
 * The commit of main a task's work starts from: the last that verification passed (DESIGN §7), so that nobody builds on
 * what may be taken back; main itself where nothing is verified, and where the task needs a landing that waits for its
 * verification: it depends on it, or writes the same paths.
 */
export async function startingPoint({ engine, live }: RunContext, task: Task, paths: readonly string[]): Promise<string> {
  const main = live.main.commit;
  const { verified } = live;
  if (engine.site.config.verify === null || verified === null || !(await isAncestor(engine.cache, verified, main))) return main;
  const waiting = await engine.store.sessions({ states: ["landed"] });
  for (const { id, task: landed } of waiting) {
    if (task.dependsOn.includes(landed)) return main;
    const changes = await engine.store.changes({ session: id, states: ["landed"] });
    if (changes.some(({ files }) => files.some((file) => anyPatternCovers(paths, file)))) return main;
  }
  return verified;
}
