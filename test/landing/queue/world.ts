import { seededRandom } from "../../../src/core/seeded-random.ts";
import { decideLanding } from "../../../src/landing/queue/decide-landing.ts";
import { emptyQueue, type LandingQueue, type LandingRun, type QueueEvent, type QueueSettings } from "../../../src/landing/queue/queue.ts";
import { queueAfter } from "../../../src/landing/queue/queue-after.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly changes: number;
  readonly settings: QueueSettings;
  /** Chances: a change is bad; two changes conflict; two that conflict break each other; a run fails or is lost for nothing. */
  readonly bad: number;
  readonly overlap: number;
  readonly breaks: number;
  /** Chance that two changes break each other of which nobody knows that they conflict. */
  readonly hidden: number;
  readonly flake: number;
  readonly lost: number;
  /** Chances that an event comes twice, that somebody else moves main, that a person withdraws a change. */
  readonly twice: number;
  readonly foreign: number;
  readonly withdrawn: number;
}

export interface Outcome {
  readonly landed: readonly string[];
  readonly returned: readonly string[];
  readonly withdrawn: readonly string[];
  /** What was broken of the promises, with the step. */
  readonly faults: readonly string[];
  /** Whether a change or a combination it is in is bad. */
  readonly isGood: (tree: readonly string[]) => boolean;
  readonly runs: number;
}

/** Plays one queue to its end against a world whose truth is known, in an order of events drawn from the seed. */
export function play(options: WorldOptions): Outcome {
  const random = seededRandom(options.seed);
  const chance = (probability: number) => random.fraction() < probability;
  const ids = Array.from({ length: options.changes }, (_, at) => `c${at}`);
  const bad = new Set(ids.filter(() => chance(options.bad)));
  const barriers = new Set(ids.filter(() => chance(0.05)));
  const pairs = new Map<string, boolean>();
  for (const [at, a] of ids.entries())
    for (const b of ids.slice(at + 1)) if (chance(options.overlap)) pairs.set(`${a} ${b}`, chance(options.breaks));
  const unknown = new Set<string>();
  for (const [at, a] of ids.entries())
    for (const b of ids.slice(at + 1)) if (!pairs.has(`${a} ${b}`) && chance(options.hidden)) unknown.add(`${a} ${b}`);
  const isPair = (a: string, b: string) => pairs.has(`${a} ${b}`) || pairs.has(`${b} ${a}`);
  const breaks = (a: string, b: string) =>
    unknown.has(`${a} ${b}`) || unknown.has(`${b} ${a}`) || pairs.get(`${a} ${b}`) === true || pairs.get(`${b} ${a}`) === true;
  const isGood = (tree: readonly string[]) => !tree.some((a, at) => bad.has(a) || tree.slice(at + 1).some((b) => breaks(a, b)));
  let queue: LandingQueue = emptyQueue(options.settings);
  let main: string[] = [];
  const mains: (readonly string[])[] = [[]];
  const [returned, withdrawn, faults]: [string[], string[], string[]] = [[], [], []];
  const coming = [...ids];
  let runs = 0;
  const tell = (event: QueueEvent) => {
    queue = queueAfter(queue, event);
    if (chance(options.twice)) queue = queueAfter(queue, event);
  };
  // What others push is good; it is only that main is another.
  const foreignPush = () => {
    tell({ kind: "main-moved" });
    mains[queue.main] = main;
  };
  const submit = () => {
    const id = coming.shift();
    if (id === undefined) return;
    const rank = chance(0.05) ? 0 : 2;
    const change = { id, rank, barrier: barriers.has(id), submittedMs: ids.indexOf(id) } as const;
    tell({ kind: "submitted", change, conflictsWith: [...queue.entries.keys()].filter((other) => isPair(id, other)) });
  };
  const finish = (run: LandingRun) => {
    const tree = [...(mains[run.base] ?? []), ...run.assumes, ...run.changes];
    const passes = isGood(tree);
    if (chance(options.lost)) return tell({ kind: "run-ended", run: run.id, verdict: { kind: "lost" } });
    if (passes && !chance(options.flake)) {
      return tell({ kind: "run-ended", run: run.id, verdict: { kind: "passed" } });
    }
    const suspects = chance(0.7) ? run.changes.filter((id) => bad.has(id)) : [];
    return tell({ kind: "run-ended", run: run.id, verdict: { kind: "failed", tests: ["t"], suspects } });
  };
  for (let step = 0; step < 200_000; step++) {
    const actions = decideLanding(queue);
    for (const action of actions) {
      if (action.kind === "start-run") {
        runs++;
        tell({ kind: "run-started", run: action.run });
      } else if (action.kind === "cancel-run") tell({ kind: "run-ended", run: action.run, verdict: { kind: "lost" } });
      else if (action.kind === "land") {
        const tip = [...main, ...action.changes];
        if (new Set(tip).size !== tip.length) faults.push(`${step}: landed twice: ${action.changes}`);
        if (!isGood(tip)) faults.push(`${step}: main is broken by ${action.changes}`);
        main = tip;
        tell({ kind: "landed", changes: action.changes });
        mains[queue.main] = main;
      } else if (action.kind === "return") {
        returned.push(action.change);
        if (options.flake === 0 && isGood([...main, action.change])) faults.push(`${step}: ${action.change} is innocent`);
        tell({ kind: "ended", change: action.change });
      } else tell({ kind: "main-passes" });
    }
    const underWay = [...queue.runs.values()];
    if (underWay.length > options.settings.workers) faults.push(`${step}: ${underWay.length} runs at once`);
    if (actions.length > 0) continue;
    const open = [...queue.entries.keys()];
    if (coming.length > 0 && (underWay.length === 0 || chance(0.4))) submit();
    else if (open.length > 0 && chance(options.withdrawn)) {
      const id = open[Math.floor(random.fraction() * open.length)] ?? "";
      withdrawn.push(id);
      tell({ kind: "ended", change: id });
    } else if (chance(options.foreign)) foreignPush();
    else {
      const run = underWay[Math.floor(random.fraction() * underWay.length)];
      if (run === undefined) break;
      finish(run);
    }
  }
  for (const id of queue.entries.keys()) faults.push(`${id} never ended`);
  return { landed: main, returned, withdrawn, faults, isGood, runs };
}
