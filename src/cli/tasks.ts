import { findRepository, readConfig } from "../coordinator/site.ts";
import { EXIT } from "../core/errors.ts";
import type { Problem, Task } from "../core/task.ts";
import { detectConfig } from "../tasks/detect-config.ts";
import { diskTree } from "../tasks/disk-tree.ts";
import { readTasks } from "../tasks/read-tasks.ts";
import type { RawOptions } from "./options.ts";
import { type CommandContext, printJson, table } from "./output.ts";

/** `signalbox tasks`: what was read from the work tree, and every contradiction found on the way. */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const { tasks, problems } = await tasksHere(context.cwd);
  if (context.json) printJson(context, "tasks", { tasks: tasks.map(publicTask), problems });
  else printTasks(context, tasks, problems);
  return problems.length > 0 && options["strict"] === true ? EXIT.failed : EXIT.done;
}

/** The tasks of the work tree around `cwd`, by its configuration or, without one, by what is found. */
export async function tasksHere(cwd: string): Promise<{ readonly tasks: readonly Task[]; readonly problems: readonly Problem[] }> {
  const { root, clone } = await findRepository(cwd);
  const reader = diskTree(root);
  const config = await readConfig(root, clone);
  const hasSources = config.tasks.prompts.length > 0 || Object.values(config.tasks).some((source) => typeof source === "string");
  return readTasks(reader, hasSources ? config : (await detectConfig(reader)).config);
}

/** A task as the contract has it (DESIGN §11). */
export function publicTask({ id, title, priority, status, effort, dependsOn, declared, sources }: Task) {
  return { id, title, priority, status, effort, dependsOn, declared, sources };
}

function printTasks(context: CommandContext, tasks: readonly Task[], problems: readonly Problem[]): void {
  if (tasks.length === 0) context.print("no tasks found; next: signalbox init");
  else {
    const rows = tasks.map((task) => [
      task.id,
      task.priority ?? "-",
      task.status,
      effortText(task),
      task.dependsOn.length === 0 ? "" : `after ${task.dependsOn.join(", ")}`,
      task.title,
    ]);
    context.print(table([["TASK", "PRIORITY", "STATUS", "EFFORT", "DEPENDS", "TITLE"], ...rows]));
  }
  if (problems.length === 0) return;
  context.print(`\n${problems.length} problems:`);
  for (const problem of problems) context.print(`  ${problem.file}:${problem.line}  ${problem.code}  ${problem.message}`);
}

function effortText({ effort }: Task): string {
  if (effort === null) return "-";
  return effort.minHours === effort.maxHours ? `${effort.minHours}h` : `${effort.minHours}-${effort.maxHours}h`;
}
