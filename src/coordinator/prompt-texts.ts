import type { Task } from "../core/task.ts";
import { promptOf } from "../tasks/prompt-of.ts";
import { FILE_BYTES_MAX, type FileText, PROMPT_BYTES_MAX, type TreeReader } from "../tasks/tree-reader.ts";

/** The owner's words for many tasks, by task id; each file is read once, however many tasks it names. */
export async function promptTexts(reader: TreeReader, tasks: readonly Task[]): Promise<ReadonlyMap<string, string>> {
  const prompts = tasks.flatMap(({ promptFile }) => promptFile ?? []);
  const files = new Map<string, FileText>();
  for await (const file of reader.files([...new Set(prompts)], PROMPT_BYTES_MAX)) files.set(file.path, file);
  const others = tasks
    .filter(({ promptFile }) => promptFile === null || !files.has(promptFile))
    .flatMap(({ sources }) => sources.map(({ file }) => file));
  const missing = [...new Set(others)].filter((path) => !files.has(path));
  for await (const file of reader.files(missing, FILE_BYTES_MAX)) files.set(file.path, file);
  const kept: TreeReader = {
    ...reader,
    async *files(paths) {
      for (const path of paths) {
        const file = files.get(path);
        if (file !== undefined) yield file;
      }
    },
  };
  const texts = new Map<string, string>();
  for (const task of tasks) texts.set(task.id, await promptOf(kept, task));
  return texts;
}
