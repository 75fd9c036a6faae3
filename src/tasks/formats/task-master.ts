import { z } from "zod";
import { messageOf } from "../../core/errors.ts";
import { isTaskId } from "../../core/ids.ts";
import type { Entry } from "../entry.ts";
import type { Field } from "../fields.ts";
import { quoted } from "../problems.ts";
import type { FileText } from "../tree-reader.ts";
import type { FormatReader } from "./reader.ts";

const id = z.union([z.string(), z.number()]).transform(String);
const text = z.string().catch("");

/** One task of Task Master, as far as it matters here; what is missing or of another type is left out. */
const taskSchema = z.object({
  id,
  title: text,
  description: text,
  details: text,
  testStrategy: text,
  status: text,
  priority: text,
  dependencies: z.array(id).catch([]),
  subtasks: z.array(z.object({ id, title: text, description: text, details: text })).catch([]),
});

export type TaskMasterTask = z.infer<typeof taskSchema>;

interface PlacedTask {
  readonly task: TaskMasterTask;
  readonly id: string;
  readonly tag: string;
  readonly line: number;
}

/** The tag whose tasks keep their plain numbers; tasks of other tags are called `<tag>.<number>`. */
const MAIN_TAG = "master";

/**
 * Task Master's `tasks.json`: `{tasks: […]}`, or one such object for each tag. Subtasks are steps of their task,
 * not tasks of their own: they share its prompt and its change.
 */
export const readTaskMaster: FormatReader = (file, report) => {
  const placed = parseTaskMaster(file, (line, message) => report("malformed-json", { file: file.path, line }, null, message));
  return placed.flatMap(({ task, id, tag, line }): Entry[] => {
    if (!isTaskId(id)) {
      report("invalid-id", { file: file.path, line }, null, `expected a task id, got ${quoted(id)}`);
      return [];
    }
    const dependsOn = [...new Set(task.dependencies.map((other) => idIn(tag, other.split(".")[0] ?? other)))].filter(
      (other) => other !== id,
    );
    const field = (name: Field["name"], value: Field["value"]): Field[] => (value.length === 0 ? [] : [{ name, value, line }]);
    const fields = [...field("status", task.status), ...field("priority", task.priority), ...field("dependsOn", dependsOn)];
    return [{ origin: "tool", ids: [id], at: { file: file.path, line }, title: task.title, fields, promptFile: null }];
  });
};

/** The text an agent gets for one task of the file; undefined when the file does not hold it. */
export function taskMasterPrompt(file: FileText, wanted: string): string | undefined {
  const task = parseTaskMaster(file, () => undefined).find(({ id }) => id === wanted)?.task;
  if (task === undefined) return undefined;
  const steps = task.subtasks.map((step) => `${step.id}. ${[step.title, step.description, step.details].filter(Boolean).join("\n   ")}`);
  const parts = [
    `# ${wanted}: ${task.title}`,
    task.description,
    task.details,
    task.testStrategy && `## How it is tested\n\n${task.testStrategy}`,
    steps.length > 0 && `## Steps\n\n${steps.join("\n")}`,
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function parseTaskMaster(file: FileText, fail: (line: number, message: string) => void): PlacedTask[] {
  let value: unknown;
  try {
    value = JSON.parse(file.text);
  } catch (error) {
    fail(1, `expected valid JSON, got ${quoted(messageOf(error, 160))}`);
    return [];
  }
  const lists = tagsOf(value);
  if (lists.length === 0) fail(1, "expected `tasks`, or tags that hold `tasks`, got neither");
  const lineOf = idLines(file.text);
  return lists.flatMap(({ tag, tasks }) =>
    tasks.flatMap((item) => {
      const result = taskSchema.safeParse(item);
      if (!result.success) {
        fail(lineOf(undefined), `expected a task with an id, got ${quoted(messageOf(JSON.stringify(item), 160))}`);
        return [];
      }
      const line = lineOf(result.data.id);
      for (const step of result.data.subtasks) lineOf(step.id);
      return [{ task: result.data, id: idIn(tag, result.data.id), tag, line }];
    }),
  );
}

/** `{tasks: […]}`, `[…]`, or `{<tag>: {tasks: […]}}`. */
function tagsOf(value: unknown): { readonly tag: string; readonly tasks: readonly unknown[] }[] {
  if (Array.isArray(value)) return [{ tag: MAIN_TAG, tasks: value }];
  if (typeof value !== "object" || value === null) return [];
  const own = (value as { readonly tasks?: unknown }).tasks;
  if (Array.isArray(own)) return [{ tag: MAIN_TAG, tasks: own }];
  return Object.entries(value).flatMap(([tag, held]) => {
    const tasks = (held as { readonly tasks?: unknown } | null)?.tasks;
    return Array.isArray(tasks) ? [{ tag, tasks }] : [];
  });
}

/** Where keys stand in an unusual order an id may not lie ahead; the search for it must not cost the whole file. */
const IDS_AHEAD_MAX = 200;

function idIn(tag: string, number: string): string {
  return tag === MAIN_TAG ? number : `${tag}.${number}`;
}

/**
 * JSON.parse tells no positions, but ids stand in the text in the order in which tasks are visited.
 * @returns a function that finds the line of the next `"id": <id>` after the last one found.
 */
function idLines(text: string): (id: string | undefined) => number {
  const stated = [...text.matchAll(/"id"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|([\d.]+))/g)];
  let next = 0;
  let offset = 0;
  let line = 1;
  return (wanted) => {
    const ahead = stated.slice(next, next + IDS_AHEAD_MAX).findIndex((match) => wanted !== undefined && (match[1] ?? match[2]) === wanted);
    const index = next + ahead;
    const match = stated[index];
    if (ahead === -1 || match === undefined) return line;
    for (; offset < match.index; offset++) if (text.charCodeAt(offset) === 10) line++;
    next = index + 1;
    return line;
  };
}
