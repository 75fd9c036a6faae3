import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { type Config, parseConfig } from "../../../../src/core/config.ts";
import type { Command } from "../../../../src/core/task.ts";
import { Git } from "../../../../src/git/git.ts";
import { readFileAt } from "../../../../src/git/objects.ts";
import { acceptanceOf } from "../../../../src/tasks/acceptance-of.ts";
import { gitTree } from "../../../../src/tasks/git-tree.ts";
import { readTasks } from "../../../../src/tasks/read-tasks.ts";
import type { Play } from "../play.ts";
import { type BrokenSpan, brokenSpans } from "./broken-main.ts";
import { type DuplicatedWork, duplicatedWork } from "./duplicated-work.ts";
import { type FalseCompletion, falseAtTheEnd, falseCompletions } from "./false-completions.ts";
import { type Judge, judgeOf } from "./judge.ts";
import { type LostUpdate, lostUpdates } from "./lost-updates.ts";
import { type MainState, readMainHistory, recordPaths } from "./main-history.ts";
import { type Meetings, meetings } from "./meetings.ts";

/** What a play was worth. Times in milliseconds. */
export interface Evaluation {
  /** Name of the variant. */
  readonly variant: string;
  /** Tasks of the start that had an acceptance check and were not called done. */
  readonly tasks: readonly string[];
  /** Those whose acceptance passes on main at the end. */
  readonly done: readonly string[];
  readonly lost: readonly LostUpdate[];
  readonly broken: readonly BrokenSpan[];
  readonly falsely: readonly FalseCompletion[];
  readonly falseAtEnd: readonly string[];
  readonly duplicated: readonly DuplicatedWork[];
  /** Sessions of the play that the records still call active at the end. */
  readonly leftActive: readonly string[];
  readonly met: Meetings;
  /** Main before anybody worked, and when that was. */
  readonly start: string;
  readonly startedMs: number;
  /** Every move of main. */
  readonly pushes: readonly { readonly atMs: number; readonly commit: string; readonly by: readonly string[] }[];
  readonly wallMs: number;
  readonly agentMs: number;
}

const MODULES = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

/**
 * Judges a play by its remote: every state of main is read, checked out and tested again; no word of the variant counts but the
 * journal's times and conflicts, which no commit shows. Takes minutes; none of them belong to the play.
 */
export async function evaluate(play: Play): Promise<Evaluation> {
  const git = new Git({ gitDir: play.remote });
  const directory = await mkdtemp(join(tmpdir(), "signalbox-judge-"));
  try {
    const config = parseConfig(parse((await readFileAt(git, play.start, "signalbox.yaml")) ?? ""));
    const acceptance = await acceptanceAt(git, play.start, config);
    const judge = judgeOf({ git, config, acceptance, directory, modules: MODULES });
    return await judged(play, { git, config, judge, tasks: [...acceptance.keys()].sort() });
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Bench {
  readonly git: Git;
  readonly config: Config;
  readonly judge: Judge;
  readonly tasks: readonly string[];
}

async function judged(play: Play, { git, config, judge, tasks }: Bench): Promise<Evaluation> {
  const history = await readMainHistory(git, play, config);
  const last = history.at(-1);
  const failing = await Promise.all(history.map(({ tree }) => judge.failingGate(tree)));
  const accepted = await Promise.all(tasks.map(async (task) => last !== undefined && (await judge.accepts(last.tree, task))));
  return {
    variant: play.variant,
    tasks,
    done: tasks.filter((_, index) => accepted[index]),
    lost: await lostUpdates(git, history, config),
    broken: brokenSpans(history, failing),
    falsely: await falseCompletions(history, tasks, judge),
    falseAtEnd: await falseAtTheEnd(history, tasks, judge),
    duplicated: await duplicatedWork(history, play.journal, tasks, judge),
    leftActive: leftActive(history),
    met: meetings(play.journal, recordPaths(config)),
    start: play.start,
    startedMs: play.startedMs,
    pushes: history.slice(1).map(({ fromMs, commit, by }) => ({ atMs: fromMs, commit, by })),
    wallMs: play.endedMs - play.startedMs,
    agentMs: play.journal.work.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0),
  };
}

/** The checks of the tasks that were open at the start. */
async function acceptanceAt(git: Git, commit: string, config: Config): Promise<ReadonlyMap<string, Command>> {
  const tree = gitTree(git, commit);
  const paths = new Set(await tree.list());
  const { tasks } = await readTasks(tree, config);
  const open = tasks.filter(({ status }) => status === "todo");
  return new Map(
    open.flatMap((task) => {
      const run = acceptanceOf(task, config, (path) => paths.has(path));
      return run === null ? [] : [[task.id, run] as const];
    }),
  );
}

function leftActive(history: readonly MainState[]): readonly string[] {
  const atStart = history[0]?.sessions.known ?? [];
  return history.at(-1)?.sessions.live.filter((session) => !atStart.includes(session)) ?? [];
}
