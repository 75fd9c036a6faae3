import type { Command, Task } from "../../core/task.ts";
import { bookkeepingPaths } from "../../footprint/tree/bookkeeping.ts";
import { makePlan } from "../../plan/make-plan.ts";
import { acceptanceOf } from "../../tasks/acceptance-of.ts";
import { leasePaths } from "../footprints.ts";
import { footprintIndexFile, planningInput } from "../planning-input.ts";
import type { Elsewhere } from "./elsewhere.ts";
import { mainTasks } from "./main-tasks.ts";

/** What is to be done, as main's own files say it. */
export interface TaskBoard {
  /** Main's commit. */
  readonly main: string;
  readonly tasks: ReadonlyMap<string, Task>;
  /** Open tasks in the order a plan takes them up. */
  readonly order: readonly string[];
  /** The owner's words for an open task. */
  readonly textOf: (task: string) => string;
  /** The command that decides whether a task is done; null: none of its own. */
  readonly acceptanceOf: (task: string) => Command | null;
  /** The paths an open task is expected to write. */
  readonly pathsOf: (task: string) => readonly string[];
}

/** A reader of the board that plans again only when main has moved: planning takes its seconds. */
export function taskBoard(elsewhere: Elsewhere): () => Promise<TaskBoard> {
  let last: TaskBoard | null = null;
  return async () => {
    const { main, reader, tasks } = await mainTasks(elsewhere);
    if (last?.main === main) return last;
    const { state, config } = elsewhere.site;
    const source = { git: elsewhere.cache, commit: main, indexFile: footprintIndexFile(state), config, state, reader, tasks };
    const input = await planningInput(source, { agents: null, agent: null, primary: null, only: null });
    const byId = new Map(tasks.map((task) => [task.id, task]));
    const pathsOf = (id: string) => {
      const task = byId.get(id);
      return task === undefined ? [] : leasePaths(task, input.footprints.get(id), bookkeepingPaths(config));
    };
    const files = new Set(await reader.list());
    const acceptance = (id: string) => {
      const task = byId.get(id);
      return task === undefined ? null : acceptanceOf(task, config, (path) => files.has(path));
    };
    // The list is what is wanted; when it is done is for `plan` to say.
    const { order } = makePlan(input.tasks, { ...input.options, runs: 1 });
    last = { main, tasks: byId, order, textOf: (id) => input.texts.get(id) ?? "", pathsOf, acceptanceOf: acceptance };
    return last;
  };
}
