import type { Config } from "../core/config.ts";
import { patternCovers } from "../core/paths.ts";
import type { Problem, Task } from "../core/task.ts";
import { reportAmongTasks, reportContradictions } from "./contradictions.ts";
import { pathFinder } from "./declared-paths.ts";
import type { Entry } from "./entry.ts";
import { isBacklogTask, readBacklogTask } from "./formats/backlog.ts";
import { readPrompt } from "./formats/prompt.ts";
import type { FormatReader } from "./formats/reader.ts";
import { readRoadmap } from "./formats/roadmap.ts";
import { readSessionFile } from "./formats/session-file.ts";
import { readSessions } from "./formats/sessions.ts";
import { readTaskMaster } from "./formats/task-master.ts";
import { interpret } from "./interpret.ts";
import { gather, mergeTask } from "./merge.ts";
import { problemList, type Report } from "./problems.ts";
import { FILE_BYTES_MAX, type FileText, PROMPT_BYTES_MAX, type TreeReader } from "./tree-reader.ts";

const MARKDOWN = /\.(?:md|markdown)$/i;

/** One kind of source: which files hold it, and how they are read. */
interface Source {
  readonly read: FormatReader;
  readonly bytesMax: number;
  readonly paths: readonly string[];
}

/**
 * Reads every source the configuration names and merges what they say: one task per id, with all its sources.
 * Never throws on any content; every contradiction and defect is a problem with file and line.
 */
export async function readTasks(root: TreeReader, config: Config): Promise<{ readonly tasks: Task[]; readonly problems: Problem[] }> {
  const { problems, report } = problemList();
  const files = await root.list();
  const entries: Entry[] = [];
  for (const source of sourcesOf(files, config, report)) {
    for await (const file of root.files(source.paths, source.bytesMax)) {
      if (isReadable(file, source.bytesMax, report)) entries.push(...source.read(file, report));
    }
  }
  const finder = pathFinder(files);
  const known = new Set(files);
  const understanding = { finder, hasFile: (path: string) => known.has(path), report };
  const described = gather(entries.flatMap((entry) => interpret(entry, understanding)));
  for (const task of described) reportContradictions(task, report);
  const spelling = new Map(described.map(({ id }) => [id.toLowerCase(), id]));
  const canonical = (id: string) => spelling.get(id.toLowerCase()) ?? id;
  const tasks = bothWays(described.map((task) => mergeTask(task, config, finder, canonical)));
  reportAmongTasks(tasks, config, report);
  return { tasks, problems: problems.sort(byPlace) };
}

function sourcesOf(files: readonly string[], config: Config, report: Report): Source[] {
  const { prompts, roadmap, sessions, backlog, taskMaster } = config.tasks;
  const below = (pattern: string) => files.filter((path) => patternCovers(pattern.replace(/\/+$/, ""), path));
  const named = (path: string | null, keep: (path: string) => boolean = () => true) => {
    const found = path === null ? [] : below(path).filter(keep);
    if (path !== null && found.length === 0) {
      report("missing-source", { file: "signalbox.yaml", line: 1 }, null, `expected \`${path}\` to exist, got no such file`);
    }
    return found;
  };
  const single = new Set([roadmap, sessions, backlog, taskMaster].flatMap((path) => named(path)));
  const promptFiles = [...new Set(prompts.flatMap((path) => named(path, (file) => MARKDOWN.test(file))))].filter(
    (path) => !single.has(path),
  );
  const sessionFiles = sessions === null ? [] : below(config.records.sessions).filter((path) => MARKDOWN.test(path) && !single.has(path));
  return [
    {
      read: readTaskMaster,
      bytesMax: FILE_BYTES_MAX,
      paths: taskMaster === null ? [] : below(taskMaster).filter((path) => path.endsWith(".json")),
    },
    { read: readBacklogTask, bytesMax: PROMPT_BYTES_MAX, paths: backlog === null ? [] : below(backlog).filter(isBacklogTask) },
    { read: readRoadmap, bytesMax: FILE_BYTES_MAX, paths: roadmap === null ? [] : below(roadmap).filter((path) => MARKDOWN.test(path)) },
    { read: readPrompt, bytesMax: PROMPT_BYTES_MAX, paths: promptFiles },
    { read: readSessions, bytesMax: FILE_BYTES_MAX, paths: sessions === null ? [] : below(sessions).filter((path) => MARKDOWN.test(path)) },
    { read: readSessionFile, bytesMax: PROMPT_BYTES_MAX, paths: sessionFiles },
  ];
}

function isReadable(file: FileText, bytesMax: number, report: Report): boolean {
  const at = { file: file.path, line: 1 };
  if (file.text.includes("\0")) {
    report("binary-file", at, null, "expected text, got NUL bytes");
    return false;
  }
  if (file.cut) report("oversize-file", at, null, `expected at most ${bytesMax} bytes, got ${file.bytes}; only the beginning was read`);
  return true;
}

/** "A conflicts with B" binds both. */
function bothWays(tasks: readonly Task[]): Task[] {
  const named = new Map<string, string[]>();
  for (const task of tasks) for (const other of task.conflictsWith) named.set(other, [...(named.get(other) ?? []), task.id]);
  return tasks.map((task) => {
    const back = named.get(task.id);
    return back === undefined ? task : { ...task, conflictsWith: [...new Set([...task.conflictsWith, ...back])] };
  });
}

function byPlace(a: Problem, b: Problem): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line;
}
