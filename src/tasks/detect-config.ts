import { type Config, parseConfig } from "../core/config.ts";
import { type DetectedChecks, detectChecks } from "./detect-checks.ts";
import { isBacklogTask } from "./formats/backlog.ts";
import { compareIds } from "./merge.ts";
import type { TreeReader } from "./tree-reader.ts";

/** What `init` found, for a person to check. */
export interface Found {
  /** Folders of prompts with the number of files in each. */
  readonly prompts: readonly { readonly folder: string; readonly files: number }[];
  readonly roadmap: string | null;
  readonly sessions: string | null;
  readonly backlog: string | null;
  readonly taskMaster: string | null;
  readonly gates: readonly string[];
  readonly lockfile: string | null;
  /** `{task}`-templated path of acceptance tests, when some are named after tasks. */
  readonly acceptance: string | null;
}

const PROMPT_FOLDER = /^(?:(?:docs?|\.?agents?|\.github|\.claude|ai|work)\/)?(?:prompts|agent-prompts|task-prompts|tasks)$/i;
const ROADMAP_NAMES = ["master_roadmap.md", "roadmap.md", "backlog.md", "todo.md"];
const SESSION_NAMES = ["active_sessions.md", "sessions.md"];
const TASK_MASTER_PATHS = [".taskmaster/tasks/tasks.json", "tasks/tasks.json", "tasks.json"];

/** Looks at a repository and proposes a configuration that works as it stands; changes nothing. */
export async function detectConfig(root: TreeReader): Promise<{ readonly config: Config; readonly found: Found }> {
  const files = (await root.list()).filter((path) => !/(?:^|\/)(?:node_modules|vendor|dist|build)\//.test(path));
  const backlog = backlogFolder(files);
  const prompts = promptFolders(files).filter(({ folder }) => backlog === null || !folder.startsWith(backlog));
  const roadmap = shallowest(files, ROADMAP_NAMES);
  const sessions = shallowest(files, SESSION_NAMES);
  const taskMaster = TASK_MASTER_PATHS.find((path) => files.includes(path)) ?? null;
  const checks = await detectChecks(root, files);
  const config = parseConfig({
    tasks: { prompts: prompts.map(({ folder }) => folder), roadmap, sessions, backlog, taskMaster },
    records: {
      ...(roadmap === null ? {} : { roadmap }),
      ...(sessions === null ? {} : { activeSessions: sessions, sessions: sessionsBeside(sessions) }),
    },
    ...configured(checks),
  });
  const { gates, lockfile, acceptance } = checks;
  return {
    config,
    found: {
      prompts,
      roadmap,
      sessions,
      backlog,
      taskMaster,
      gates: gates.map(({ name }) => name),
      lockfile,
      acceptance: acceptance?.exists ?? null,
    },
  };
}

function configured({ gates, lockfile, install, acceptance }: DetectedChecks): Record<string, unknown> {
  return {
    gates,
    ...(acceptance === null ? {} : { acceptance: { run: acceptance.run, exists: acceptance.exists } }),
    protect: ["signalbox.yaml", ...(acceptance === null ? [] : [acceptance.exists.replace("{task}", "*")])],
    ...(lockfile === null ? {} : { setup: { lockfile, copy: ["node_modules"], run: install } }),
  };
}

function promptFolders(files: readonly string[]): { readonly folder: string; readonly files: number }[] {
  const counts = new Map<string, number>();
  for (const path of files) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (/\.(?:md|markdown)$/i.test(path) && PROMPT_FOLDER.test(folder)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .map(([folder, count]) => ({ folder, files: count }))
    .sort((a, b) => b.files - a.files || compareIds(a.folder, b.folder));
}

/** Of several files of that name the least deep one, preferring names earlier in the list. */
function shallowest(files: readonly string[], names: readonly string[]): string | null {
  for (const name of names) {
    const matches = files.filter((path) => path.toLowerCase() === name || path.toLowerCase().endsWith(`/${name}`));
    const [first] = matches.sort((a, b) => a.split("/").length - b.split("/").length || compareIds(a, b));
    if (first !== undefined) return first;
  }
  return null;
}

function backlogFolder(files: readonly string[]): string | null {
  const file = files.find((path) => /^\.?backlog\//.test(path) && isBacklogTask(path));
  return file === undefined ? null : file.slice(0, file.indexOf("/"));
}

function sessionsBeside(sessions: string): string {
  const slash = sessions.lastIndexOf("/");
  return slash === -1 ? "sessions" : `${sessions.slice(0, slash)}/sessions`;
}
