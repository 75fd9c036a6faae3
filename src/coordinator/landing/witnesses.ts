import { importGraph } from "../../footprint/tree/import-graph.ts";
import { isAncestor } from "../../git/refs.ts";
import type { Gate } from "../../landing/gates/gate.ts";
import { witnessesFor } from "../../landing/guards/witnesses.ts";
import type { LandingRun } from "../../landing/queue/queue.ts";
import type { ChangeRow } from "../../store/rows.ts";
import { acceptanceGate, failureIn, type GateAnswer } from "../gates.ts";
import { type RunContext, record } from "../run-context.ts";
import { type GateHow, runGatesOnCommit } from "../run-gates.ts";
import { mainsTree } from "./analyse-change.ts";

/** What is asked again: `commit` is the end of the chain on `base` that holds `rows`. */
export interface Testimony {
  readonly run: LandingRun;
  readonly rows: readonly ChangeRow[];
  readonly base: string;
  readonly commit: string;
  readonly how: GateHow;
}

/**
 * Asks the acceptance checks of landed tasks near these changes again, up to the first that fails. One that fails on main too
 * says nothing of the changes: main has moved past it, and it is asked no more.
 */
export async function witnessAnswers(context: RunContext, { run, rows, base, commit, how }: Testimony): Promise<readonly GateAnswer[]> {
  const { voidWitnesses } = context.live.landing;
  const answers: GateAnswer[] = [];
  for (const gate of await witnessGates(context, run, rows, base)) {
    const said = await runGatesOnCommit(context, { ...how, gates: [gate], commit, changesOf: () => run.changes });
    if (failureIn(said) === undefined) answers.push(...said);
    else if (how.signal?.aborted === true || run.tests !== null || (await passesOnMain(context, gate, how))) return [...answers, ...said];
    else {
      voidWitnesses.add(gate.name);
      const text = `${gate.name} does not pass on main any more; it is no witness from now on`;
      await record(context, {}, { kind: "note", level: "warning", text });
    }
  }
  return answers;
}

async function witnessGates(
  context: RunContext,
  { tests }: LandingRun,
  rows: readonly ChangeRow[],
  base: string,
): Promise<readonly Gate[]> {
  const { engine, live, tasks } = context;
  const gates: Gate[] = [];
  for (const id of tests === null ? await witnesses(context, rows, base) : tests.flatMap(taskOf)) {
    const task = rows.some((row) => row.task === id && row.kind === "task") ? undefined : tasks.get(id);
    const gate = task === undefined ? null : await acceptanceGate(context, task);
    if (gate !== null && !live.landing.voidWitnesses.has(gate.name)) gates.push(gate);
  }
  return engine.site.config.landing.witnesses === 0 ? [] : gates;
}

/** Only what is on main below the chain can bear witness: what landed since the run began is not in its tree. */
async function witnesses(context: RunContext, rows: readonly ChangeRow[], base: string): Promise<readonly string[]> {
  const { engine } = context;
  const max = engine.site.config.landing.witnesses;
  const landed = [...(await engine.store.changes({ states: ["landed"] }))];
  for (let last = landed.at(-1); last !== undefined; last = landed.at(-1)) {
    if (last.commit !== null && (await isAncestor(engine.cache, last.commit, base))) break;
    landed.pop();
  }
  if (max === 0 || landed.length === 0 || rows.length === 0) return [];
  const graph = importGraph(await mainsTree(context));
  return witnessesFor(rows, landed, { max, near: (file) => [...graph.imports(file), ...graph.importedBy(file)] });
}

async function passesOnMain(context: RunContext, gate: Gate, how: GateHow): Promise<boolean> {
  return failureIn(await runGatesOnCommit(context, { ...how, gates: [gate], commit: context.live.main.commit })) === undefined;
}

/** The task whose acceptance a failed gate is. */
export function taskOf(gate: string): readonly string[] {
  return gate.startsWith("acceptance:") ? [gate.slice("acceptance:".length)] : [];
}
