import { SignalboxError } from "../core/errors.ts";
import { isTaskId } from "../core/ids.ts";
import type { Task } from "../core/task.ts";
import type { RunOptions } from "./run-context.ts";
import type { MainView } from "./snapshot.ts";

/** The task made up for `--repair agent` and `--repair COMMAND`. */
export const REPAIR_TASK = "REPAIR";
/** `--repair agent`: the run's own agent repairs main, given what the failing gate said. */
const BY_AGENT = "agent";

/** Who may mend a red main. */
export interface Repair {
  readonly id: string;
  /** Made up for a command; null when the repair is a task of the owner's. */
  readonly task: Task | null;
  readonly command: string | null;
}

/**
 * What `--repair` names: a task, a command, or the run's own agent.
 * @throws SignalboxError `bad-input` for what looks like a task and is none.
 */
export function repairOf({ repair }: RunOptions, tasks: readonly Task[]): Repair {
  if (repair === null || tasks.some((task) => task.id === repair)) return { id: repair ?? REPAIR_TASK, task: null, command: null };
  // Looks like a task's id, and no task has it: more likely a slip than a program of that name.
  if (isTaskId(repair) && /\d/.test(repair)) {
    throw new SignalboxError("bad-input", `expected --repair to be a task, a command or \`agent\`, got \`${repair}\``, {
      hint: "signalbox tasks lists the tasks",
    });
  }
  const task: Task = {
    id: REPAIR_TASK,
    title: "Repair main",
    priority: "P0",
    status: "todo",
    effort: null,
    dependsOn: [],
    conflictsWith: [],
    declared: { write: [], forbid: [] },
    acceptance: null,
    promptFile: null,
    production: false,
    sources: [],
  };
  return { id: REPAIR_TASK, task, command: repair === BY_AGENT ? null : repair };
}

/** What the run's own agent is told when it repairs main. */
export function repairPrompt({ failingGate, detail }: MainView): string {
  return `The gate "${failingGate ?? ""}" fails on main itself. Make it pass; change nothing else.\n\n${detail}`;
}
