/** `signalbox bench side-by-side [--mirrors DIR] [--only NAME] [--windows 8] [--size 12] [--agents 4] [--draws 20] [--seed 1]` */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parseConfig } from "../../src/core/config.ts";
import type { Footprint } from "../../src/core/footprint.ts";
import { firstOverlap } from "../../src/core/paths.ts";
import { seededRandom } from "../../src/core/seeded-random.ts";
import type { Task } from "../../src/core/task.ts";
import { openPredictor } from "../../src/footprint/open-predictor.ts";
import type { IndexMemory } from "../../src/footprint/store/kept-index.ts";
import { Git } from "../../src/git/git.ts";
import { type HistoryCommit, readHistory } from "../../src/git/history.ts";
import { conflictGraph } from "../../src/plan/conflicts/conflict-graph.ts";
import { pathFinder } from "../../src/tasks/declared-paths.ts";
import { SCORED_HISTORIES } from "../footprint/histories.ts";
import { areTogether, dispatch, makespanOf, type Rule } from "./dispatch.ts";
import { ours } from "./ours.ts";
import { type TextualConflicts, textualConflicts } from "./textual-conflicts.ts";
import { type Window, windowsOf, writtenBy } from "./windows.ts";

const METHOD = `Method (protocol P7): real histories are replayed. Of the newest 300 task-like commits, groups of consecutive ones are tasks: the message is
the prompt, what the commit modified by hand is the truth, and footprints are predicted from the tree and history before the
group. Agents take the first task of the list that may start; the list is in no order, ours the plan's, searched again whenever a task has
ended; durations are drawn from one lognormal distribution (median 4 h, sd of the log
.75), the same for every policy. A meeting is a pair that ran at once and wrote a common file; it is textual when git merge-tree, with both commits
moved onto the group's base, conflicts. "hit" is the share of tasks in a textual meeting. Makespan is relative to tasks in any order
without checks (fifo); "kept" is the parallelism kept, the oracle's makespan over the policy's. Commit messages are written after the
work: prompts say less of files. Commits that build on each other meet more often than tasks of a backlog do.`;
const NEWEST = 300;
const MEDIAN_HOURS = 4;
const LOG_SD = 0.75;
const POLICIES = ["fifo", "named", "ours", "oracle"] as const;
type Policy = (typeof POLICIES)[number];

const { values } = parseArgs({
  options: {
    mirrors: { type: "string", default: fileURLToPath(new URL("../../../.mirror", import.meta.url)) },
    only: { type: "string", default: "" },
    windows: { type: "string", default: "8" },
    size: { type: "string", default: "12" },
    agents: { type: "string", default: "4" },
    draws: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
  },
});
const [windows, size, agents, draws, seed] = [values.windows, values.size, values.agents, values.draws, values.seed].map(Number) as [
  ...[number, number, number, number, number],
];

interface Score {
  meetings: number;
  textual: number;
  hit: number;
  tasks: number;
  /** Sums over draws. */
  makespan: number;
}

type Rules = Readonly<Record<Policy, Rule>>;

console.log(`${METHOD}\n${windows} groups of ${size} tasks, ${agents} agents, ${draws} draws, seed ${seed}, Node ${process.version}.\n`);
const row = (name: string, cells: readonly string[]) => console.log(`${name.padEnd(26)}${cells.map((cell) => cell.padStart(9)).join("")}`);
const total = scores();
for (const name of SCORED_HISTORIES.filter((one) => one.includes(values.only))) {
  const repository = join(values.mirrors, name.replace("/", "+"), "repo");
  if (!existsSync(repository)) console.log(`${name}: absent at ${repository}`);
  else report(name, await measure(repository));
}
if (total.fifo.tasks > 0) report("all", total);

function scores(): Record<Policy, Score> {
  const none = () => ({ meetings: 0, textual: 0, hit: 0, tasks: 0, makespan: 0 });
  return { fifo: none(), named: none(), ours: none(), oracle: none() };
}

function report(name: string, score: Record<Policy, Score>): void {
  row(name, ["meetings", "textual", "hit %", "makespan", "kept %"]);
  for (const policy of POLICIES) {
    const { meetings, textual, hit, tasks, makespan } = score[policy];
    const per = (count: number) => ((count / tasks) * size).toFixed(2);
    const cells = [per(meetings), per(textual), ((100 * hit) / tasks).toFixed(1), (makespan / score.fifo.makespan).toFixed(3)];
    row(`  ${policy}`, [...cells, ((100 * score.oracle.makespan) / makespan).toFixed(1)]);
    if (score !== total) for (const key of Object.keys(score[policy]) as (keyof Score)[]) total[policy][key] += score[policy][key];
  }
}

async function measure(repository: string): Promise<Record<Policy, Score>> {
  const git = new Git({ gitDir: repository });
  const score = scores();
  const { commits } = await readHistory(git, "HEAD");
  const kept = await mkdtemp(join(tmpdir(), "signalbox-bench-index-"));
  const memory: IndexMemory = new Map();
  const texts = textualConflicts(repository);
  try {
    for (const [index, window] of windowsOf(commits, { newest: NEWEST, size, count: windows }).entries()) {
      const options = { indexFile: join(kept, "index"), config: parseConfig({}), memory };
      const predictor = await openPredictor(git, window.base, options);
      const tasks = window.tasks.map(taskOf);
      const predict = (task: Task, place: number) => predictor.predict({ task, text: window.tasks[place]?.body ?? "" });
      play(score, window, rulesOf(repository, window, tasks, tasks.map(predict)), texts, index);
    }
  } finally {
    texts.close();
    await rm(kept, { recursive: true });
  }
  return score;
}

function taskOf({ oid, subject }: HistoryCommit, place: number): Task {
  return {
    ...{ id: `T-${place + 1}`, title: subject, priority: null, status: "todo", effort: null, dependsOn: [], conflictsWith: [] },
    ...{ declared: { write: [], forbid: [] }, acceptance: null, promptFile: null, production: false, sources: [{ file: oid, line: 1 }] },
  };
}

function rulesOf(repository: string, { base, tasks }: Window, asked: readonly Task[], predicted: readonly Footprint[]): Rules {
  const files = execFileSync("git", ["ls-tree", "-r", "--name-only", base], { cwd: repository, encoding: "utf8", maxBuffer: 1e9 }).split(
    "\n",
  );
  const finder = pathFinder(files);
  const named = tasks.map(({ subject, body }) => finder.inProse(`${subject}\n${body}`).paths);
  const graph = conflictGraph(asked, new Map(predicted.map((one) => [one.task, one])), {
    texts: new Map(asked.map(({ id, title }, place) => [id, `${title}\n${tasks[place]?.body ?? ""}`])),
  });
  return {
    fifo: { mayRun: () => true },
    named: { mayRun: (a, b) => firstOverlap(named[a] ?? [], named[b] ?? []) === undefined },
    ours: ours(asked, graph, agents),
    oracle: { mayRun: (a, b) => !share(tasks, a, b) },
  };
}

function share(tasks: readonly HistoryCommit[], a: number, b: number): boolean {
  const [one, other] = [tasks[a], tasks[b]];
  if (one === undefined || other === undefined) return false;
  const written = writtenBy(other);
  return [...writtenBy(one)].some((path) => written.has(path));
}

function play(score: Record<Policy, Score>, { base, tasks }: Window, rules: Rules, texts: TextualConflicts, index: number): void {
  const pairs = tasks
    .flatMap((_, a) => tasks.slice(a + 1).map((__, after) => [a, a + 1 + after] as const))
    .filter(([a, b]) => share(tasks, a, b));
  const textual = pairs.map(([a, b]) => {
    const [one, other] = [tasks[a], tasks[b]];
    return one !== undefined && other !== undefined && texts.between(base, one, other);
  });
  for (let draw = 0; draw < draws; draw++) {
    const random = seededRandom(seed * 1_000_003 + index * 1009 + draw);
    const hours = tasks.map(() => MEDIAN_HOURS * Math.exp(LOG_SD * normal(random.fraction)));
    for (const policy of POLICIES) {
      const slots = dispatch(hours, agents, rules[policy]);
      const met = pairs.flatMap(([a, b], pair) => {
        const [one, other] = [slots[a], slots[b]];
        return one !== undefined && other !== undefined && areTogether(one, other) ? [{ a, b, textual: textual[pair] === true }] : [];
      });
      const hit = new Set(met.filter((each) => each.textual).flatMap(({ a, b }) => [a, b]));
      const sum = score[policy];
      sum.meetings += met.length;
      sum.textual += met.filter((each) => each.textual).length;
      sum.hit += hit.size;
      sum.tasks += tasks.length;
      sum.makespan += makespanOf(slots);
    }
  }
}

/** Box and Muller. */
function normal(fraction: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction());
}
