import type { Footprint, FootprintEntry } from "../../src/core/footprint.ts";
import { seededRandom } from "../../src/core/seeded-random.ts";
import { PRIORITIES, type Task } from "../../src/core/task.ts";
import { pathOf } from "../footprint-scale/repository.ts";

interface Scale {
  readonly tasks: number;
  /** Files of the repository. */
  readonly files: number;
  readonly seed: number;
}

/** Shapes of a prediction, as the predictor makes them: a few likely files, a long tail near them, hot files now and then. */
const LIKELY_MAX = 4;
const TAIL_MIN = 28;
const TAIL_MAX = 72;
const PROBABILITY_MIN = 0.005;
const READS_MAX = 60;
/** Of every file counts as hot one in so many, and every fourth task may write one. */
const HOT_SHARE = 2000;
const HOT_TASKS = 4;
/** Half of the tasks are about one part of the repository. */
const BUSY_SHARE = 20;
/** How far around a task's own files its tail and its reads lie: two folders of 50 files. */
const NEAR = 100;

/** Tasks with everything a plan looks at: footprints of tens of entries over the whole repository, texts, effort, dependencies. */
export function syntheticTasks({ tasks, files, seed }: Scale) {
  const random = seededRandom(seed);
  const pick = (below: number) => Math.floor(random.fraction() * below);
  const near = (file: number) => pathOf(Math.min(files - 1, Math.max(0, file - NEAR / 2 + pick(NEAR))));
  const hot = Array.from({ length: Math.ceil(files / HOT_SHARE) }, (_, number) => pathOf(number * HOT_SHARE));
  const footprintOf = (task: string): Footprint => {
    const home = pick(2) === 0 ? pick(Math.ceil(files / BUSY_SHARE)) : pick(files);
    const entries = new Map<string, FootprintEntry>();
    const add = (path: string, probability: number, mode: FootprintEntry["mode"] = "write") =>
      entries.set(path, {
        path,
        mode,
        probability: Math.max(PROBABILITY_MIN, probability),
        evidence: [`a past commit with such words changed ${path}`],
      });
    for (let at = TAIL_MIN + pick(TAIL_MAX - TAIL_MIN); at > 0; at--) add(near(home), 0.25 * random.fraction() ** 4);
    for (let at = 1 + pick(LIKELY_MAX); at > 0; at--) add(near(home), 0.3 + 0.65 * random.fraction());
    if (pick(HOT_TASKS) === 0) add(hot[Math.min(pick(hot.length), pick(hot.length))] ?? "", 0.1 + 0.6 * random.fraction());
    if (pick(3) === 0) add(`${pathOf(home).replace(/[^/]+$/, "")}*.ts`, 0.2 + 0.3 * random.fraction(), "create");
    const reads = Array.from({ length: pick(READS_MAX) }, () => ({ path: near(home), probability: random.fraction() ** 2 }));
    return {
      task,
      entries: [...entries.values()].sort((a, b) => b.probability - a.probability),
      reads,
      symbols: [],
      size: 1 + pick(5),
      unknown: null,
    };
  };
  const made = Array.from({ length: tasks }, (_, number) => {
    const id = `T-${number + 1}`;
    const footprint = footprintOf(id);
    const title = `Keep ${footprint.entries[0]?.path.split("/").at(-1)?.replaceAll(/[-.]/g, " ")} right`;
    const dependsOn = number > 0 && pick(5) === 0 ? [`T-${1 + pick(number)}`] : [];
    return { task: taskOf(id, title, dependsOn, 1 + pick(8), PRIORITIES[pick(PRIORITIES.length)] ?? null), footprint };
  });
  return {
    tasks: made.map(({ task }) => task),
    footprints: new Map(made.map(({ task, footprint }) => [task.id, footprint])),
    texts: new Map(made.map(({ task, footprint }) => [task.id, textOf(task, footprint)])),
  };
}

/** Every second prompt names a file. */
function textOf({ id, title }: Task, { entries }: Footprint): string {
  const named = Number(id.slice(2)) % 2 === 0 ? ` \`${entries[0]?.path}\` loses its rows.` : "";
  return `# ${id}: ${title}\n\n${title}, and test it.${named}\n`;
}

function taskOf(id: string, title: string, dependsOn: readonly string[], hours: number, priority: Task["priority"]): Task {
  return {
    ...{ id, title, priority, status: "todo", effort: { minHours: hours, maxHours: 2 * hours }, dependsOn, conflictsWith: [] },
    ...{ declared: { write: [], forbid: [] }, acceptance: null, promptFile: `docs/prompts/${id}.md`, production: false, sources: [] },
  };
}
