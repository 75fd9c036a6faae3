import { SignalboxError } from "../core/errors.ts";
import type { Footprint } from "../core/footprint.ts";
import type { AgentClass } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import { bookkeepingPaths } from "../footprint/tree/bookkeeping.ts";
import type { FinishedSession } from "../plan/forecast/finished-session.ts";
import type { PlanOptions } from "../plan/make-plan.ts";
import type { StateDirectory } from "../system/state-directory.ts";
import type { TreeReader } from "../tasks/tree-reader.ts";
import { agentClasses } from "./agent-classes.ts";
import { finishedSessionsIn } from "./finished-sessions.ts";
import { footprintsOf, type PredictionSource } from "./footprints.ts";
import { promptTexts } from "./prompt-texts.ts";

/** What a person asks of a plan; the same words as the options of `run`. */
export interface PlanningWish {
  readonly agents: number | null;
  readonly agent: string | null;
  readonly primary: string | null;
  readonly only: readonly string[] | null;
  readonly seed?: number;
}

/** Where tasks, texts, footprints and history are read from. */
export interface PlanningSource extends PredictionSource {
  readonly reader: TreeReader;
  readonly tasks: readonly Task[];
  /** Null: no state is kept (a clone without a remote), so there is nothing to learn from. */
  readonly state: Pick<StateDirectory, "storeFile"> | null;
}

/** Everything a plan is made of: the same for `plan`, `run` and `predict`. */
export interface PlanningInput {
  readonly tasks: readonly Task[];
  /** The owner's own words, by task id. */
  readonly texts: ReadonlyMap<string, string>;
  readonly footprints: ReadonlyMap<string, Footprint>;
  readonly history: readonly FinishedSession[];
  readonly classes: readonly AgentClass[];
  /** For `makePlan`. */
  readonly options: PlanOptions;
}

/**
 * Reads what a plan needs. Changes nothing but the kept index; a coordinator may be at work meanwhile.
 * @throws SignalboxError `bad-input` for tasks or agents nobody knows.
 */
export async function planningInput(source: PlanningSource, wish: PlanningWish): Promise<PlanningInput> {
  const { tasks, reader, state, config } = source;
  assertKnown(tasks, wish);
  const classes = agentClasses(config.agents, wish);
  const open = tasks.filter(isOpen);
  const wanted = wish.only === null ? open : open.filter(({ id }) => wish.only?.includes(id));
  const texts = wanted.length === 0 ? new Map<string, string>() : await promptTexts(reader, open);
  const footprints = await footprintsOf(source, wanted, texts);
  const history = state === null ? [] : await finishedSessionsIn(state.storeFile);
  const { primary, only, seed } = wish;
  const options: PlanOptions = {
    ...{ agents: classes, primary, footprints, texts, history, bookkeeping: bookkeepingPaths(config) },
    ...(only === null ? {} : { only: [...only] }),
    ...(seed === undefined ? {} : { seed }),
  };
  return { tasks, texts, footprints, history, classes, options };
}

/** The index of footprints that is kept for a repository. */
export function footprintIndexFile(state: Pick<StateDirectory, "footprintFile">): string {
  return state.footprintFile;
}

/** @throws SignalboxError `bad-input`, naming the first id no source describes. */
function assertKnown(tasks: readonly Task[], { only, primary }: PlanningWish): void {
  const known = new Set(tasks.map(({ id }) => id));
  const unknown = [...(only ?? []), ...(primary === null ? [] : [primary])].find((id) => !known.has(id));
  if (unknown !== undefined)
    throw new SignalboxError("bad-input", `expected a known task, got \`${unknown}\``, { hint: "signalbox tasks lists them" });
}

/** Of finished and dropped tasks nothing needs to be predicted. */
export function isOpen({ status }: Task): boolean {
  return status !== "done" && status !== "dropped";
}
