import { anyPatternCovers } from "../../core/paths.ts";
import type { Task } from "../../core/task.ts";
import { acceptanceGate } from "../gates.ts";
import { type RunContext, record } from "../run-context.ts";
import { runGateOnCommit } from "../run-gates.ts";

/**
 * Does main already pass the task's acceptance? Then its work is done: by a twin, or before this run (DESIGN §7). Judged
 * by the coordinator's own run, never by anyone's word; tasks without acceptance are never taken for done.
 * @returns true when the task has ended `done-by`.
 */
export async function doneByOther(context: RunContext, task: Task): Promise<boolean> {
  const gate = await acceptanceGate(context, task);
  if (gate === null) return false;
  const { commit } = context.live.main;
  // That it fails is what one expects of a task that is not done: it is not worth a second run.
  const result = await runGateOnCommit(context, { gate, commit, again: false });
  if (result?.passed !== true) return false;
  const other = await likelyTwin(context, task);
  const evidence = `acceptance of ${task.id} passes on main at ${commit.slice(0, 12)} without a change of its own`;
  const conflict = `twin-${task.id}`;
  if (other !== "main") {
    await record(
      context,
      { task: task.id },
      { kind: "conflict-found", conflict, what: "twin", tasks: [task.id, other], files: [...task.declared.write] },
    );
    await record(context, { task: task.id }, { kind: "conflict-resolved", conflict, by: `${task.id} needs no change: done by ${other}` });
  }
  await context.engine.store.setTaskOverride(task.id, { kind: "done-by", other, reason: evidence }, { run: context.run, session: null });
  return true;
}

/** The task that landed last on a path this one names; `main` when there is none. */
async function likelyTwin({ engine }: RunContext, task: Task): Promise<string> {
  const landed = await engine.store.changes({ states: ["landed"] });
  const twin = landed.findLast(
    (change) => change.task !== null && change.task !== task.id && change.files.some((file) => anyPatternCovers(task.declared.write, file)),
  );
  return twin?.task ?? "main";
}
