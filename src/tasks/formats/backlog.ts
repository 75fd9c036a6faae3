import type { Entry } from "../entry.ts";
import type { Field } from "../fields.ts";
import { readFrontMatter } from "./front-matter.ts";
import { explicitIdsAt } from "./id-position.ts";
import type { FormatReader } from "./reader.ts";

/** Where Backlog.md keeps task files, below its own folder. Drafts are not tasks yet. */
const TASK_FOLDER = /(?:^|\/)(tasks|completed|archive\/tasks)\/[^/]+\.md$/;

/** Folders whose files are over, whatever their status still says. */
const FOLDER_STATUS: Readonly<Record<string, string>> = { completed: "done", "archive/tasks": "dropped" };

/** True for files that Backlog.md keeps tasks in: `backlog/tasks/task-12 - Title.md`. */
export function isBacklogTask(path: string): boolean {
  return TASK_FOLDER.test(path);
}

/** A Backlog.md task file: front matter with `id`, `title`, `status`, `dependencies`; its text is the prompt. */
export const readBacklogTask: FormatReader = (file, report): Entry[] => {
  const { fields } = readFrontMatter(file, report);
  const id = fields.find(({ name }) => name === "id");
  const at = { file: file.path, line: id?.line ?? 1 };
  const list = id === undefined ? undefined : explicitIdsAt(String(id.value), at, report);
  if (id === undefined) report("no-id", at, null, "expected `id` in the front matter, got none");
  if (list === undefined) return [];
  const folder = FOLDER_STATUS[TASK_FOLDER.exec(file.path)?.[1] ?? ""];
  const status: Field[] = folder === undefined ? [] : [{ name: "status", value: folder, line: 1 }];
  const stated = fields.filter(({ name }) => name !== "acceptance" && (folder === undefined || name !== "status"));
  return [{ origin: "tool", ids: list.ids, at, title: "", fields: [...status, ...stated], promptFile: file.path }];
};
