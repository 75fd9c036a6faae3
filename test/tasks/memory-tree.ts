import { parseConfig } from "../../src/core/config.ts";
import type { Problem, Task } from "../../src/core/task.ts";
import { readTasks } from "../../src/tasks/read-tasks.ts";
import type { FileText, TreeReader } from "../../src/tasks/tree-reader.ts";

/** A tree of texts, for tests that are about what is read, not about where from. */
export function memoryTree(files: Readonly<Record<string, string>>): TreeReader {
  async function* some(paths: readonly string[], bytesMax: number): AsyncIterable<FileText> {
    for (const path of paths) {
      const text = files[path];
      if (text !== undefined) yield { path, text: text.slice(0, bytesMax), bytes: text.length, cut: text.length > bytesMax };
    }
  }
  return { list: async () => Object.keys(files).sort(), read: async (path) => files[path], files: some };
}

export interface ReadResult {
  readonly tasks: readonly Task[];
  readonly problems: readonly Problem[];
  readonly task: (id: string) => Task;
  readonly codes: readonly string[];
}

/** Reads `files` with the usual places configured where they exist; `settings` adds to the configuration. */
export async function read(files: Readonly<Record<string, string>>, settings: Record<string, unknown> = {}): Promise<ReadResult> {
  const has = (prefix: string) => Object.keys(files).some((path) => path.startsWith(prefix));
  const config = parseConfig({
    tasks: {
      prompts: has("docs/prompts/") ? ["docs/prompts"] : [],
      roadmap: has("ROADMAP.md") ? "ROADMAP.md" : null,
      sessions: has("docs/ACTIVE_SESSIONS.md") ? "docs/ACTIVE_SESSIONS.md" : null,
      backlog: has("backlog/") ? "backlog" : null,
      taskMaster: has("tasks.json") ? "tasks.json" : null,
    },
    ...settings,
  });
  const { tasks, problems } = await readTasks(memoryTree(files), config);
  const task = (id: string) => {
    const found = tasks.find((candidate) => candidate.id === id);
    if (found === undefined) throw new Error(`expected task ${id}, got ${tasks.map((other) => other.id).join(", ") || "none"}`);
    return found;
  };
  return { tasks, problems, task, codes: problems.map(({ code }) => code) };
}
