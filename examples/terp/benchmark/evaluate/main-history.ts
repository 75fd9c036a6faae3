import type { Config } from "../../../../src/core/config.ts";
import type { Git } from "../../../../src/git/git.ts";
import { treeOf } from "../../../../src/git/refs.ts";
import { gitTree } from "../../../../src/tasks/git-tree.ts";
import { readTasks } from "../../../../src/tasks/read-tasks.ts";
import type { Play } from "../play.ts";
import { readPushes } from "../recorded-remote.ts";
import { readSessions, type Sessions } from "./sessions.ts";

/** Main between two pushes. The first state is the start, which nobody pushed. */
export interface MainState {
  readonly commit: string;
  readonly tree: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Whose work the push brought, by its commits; empty for the start and for commits that name no task. */
  readonly by: readonly string[];
  /** Those of them that brought more than records. */
  readonly brought: readonly string[];
  /** Tasks that the records of this state call done. */
  readonly saidDone: readonly string[];
  readonly sessions: Sessions;
}

/** Every state main had, from the start of the play to its end. */
export async function readMainHistory(git: Git, play: Play, config: Config): Promise<readonly MainState[]> {
  const pushes = await readPushes(git, play.remote, play.start);
  const moments = [{ atMs: play.startedMs, from: play.start, commit: play.start }, ...pushes];
  const states: MainState[] = [];
  for (const [index, { atMs, from, commit }] of moments.entries()) {
    const { tasks } = await readTasks(gitTree(git, commit), config);
    states.push({
      commit,
      tree: await treeOf(git, commit),
      fromMs: atMs,
      untilMs: moments[index + 1]?.atMs ?? Math.max(play.endedMs, atMs),
      ...(await labelsBetween(git, from, commit, recordPaths(config))),
      saidDone: tasks.filter(({ status }) => status === "done").map(({ id }) => id),
      sessions: await readSessions(git, commit, config),
    });
  }
  return states;
}

/** Where records are. */
export function recordPaths({ tasks, records }: Config): readonly string[] {
  return [...[tasks.sessions, tasks.roadmap].flatMap((path) => path ?? []), records.sessions];
}

export function isBelow(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`));
}

/** The tasks whose work lies between two commits of main, as the commits of main themselves are labelled. */
async function labelsBetween(git: Git, from: string, to: string, records: readonly string[]): Promise<Pick<MainState, "by" | "brought">> {
  if (from === to) return { by: [], brought: [] };
  const commits = (await git.text(["rev-list", "--first-parent", `${from}..${to}`])).split("\n");
  const labelled = await Promise.all(
    commits.map(async (commit) => {
      const paths = await git.fields(["diff", "--name-only", "-z", `${commit}^1`, commit]);
      return { tasks: await labelsOf(git, commit), isWork: paths.some((path) => !isBelow(path, records)) };
    }),
  );
  const tasksOf = (some: typeof labelled) => [...new Set(some.flatMap(({ tasks }) => tasks))].sort();
  return { by: tasksOf(labelled), brought: tasksOf(labelled.filter(({ isWork }) => isWork)) };
}

/** A `Task:` trailer, or an author's address that begins with the task, as that of an agent that commits without one. */
export async function labelsOf(git: Git, commit: string): Promise<readonly string[]> {
  const label = await git.text(["log", "-1", "--format=%(trailers:key=Task,valueonly,separator=%x2C)%x00%ae", commit]);
  const [trailer = "", address = ""] = label.split("\0");
  const task = trailer || (/^([\w.-]+)@agents\./.exec(address)?.[1] ?? "");
  return task === "" ? [] : [task];
}
