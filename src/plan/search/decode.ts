import { SignalboxError } from "../../core/errors.ts";
import { ParallelDecoder } from "./parallel-decoder.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { ANY_MODE, type Project, type Schedule } from "./project.ts";
import { repairList } from "./repair-list.ts";
import { SerialDecoder } from "./serial-decoder.ts";

/**
 * The schedule a list stands for when every activity is placed as early as possible, one by one.
 *
 * @param list indexes of activities in the order they are taken up; what is missing comes last, what would come before its
 *   predecessor comes right after it
 * @param modes by activity; `ANY_MODE` takes the one that ends first
 */
export function decodeSerial(project: Project, list: readonly number[], modes: readonly number[]): Schedule {
  const prepared = prepare(project);
  const decoder = new SerialDecoder(prepared);
  decoder.forward(repairList(prepared, list), toPreparedModes(project, prepared, modes));
  return scheduleOf(project, prepared, decoder);
}

/**
 * The schedule a list stands for when at every moment the first activities of the list that may start do start: what a
 * dispatcher that never holds an agent back would make of it. Parameters as for `decodeSerial`.
 */
export function decodeParallel(project: Project, list: readonly number[], modes: readonly number[]): Schedule {
  const prepared = prepare(project);
  const decoder = new ParallelDecoder(prepared);
  decoder.forward(repairList(prepared, list), toPreparedModes(project, prepared, modes));
  return scheduleOf(project, prepared, decoder);
}

/** Modes by canonical number; a running activity has only the one it runs in. Throws `bad-input` for a mode that is not there. */
export function toPreparedModes(project: Project, prepared: Prepared, modes: readonly number[]): Int32Array {
  return Int32Array.from(prepared.order, (index) => {
    const activity = project.activities[index];
    const mode = modes[index] ?? ANY_MODE;
    if (mode !== ANY_MODE && activity?.modes[mode] === undefined) {
      throw new SignalboxError("bad-input", `expected a mode of activity ${index}, got \`${mode}\``);
    }
    return activity?.running === undefined ? mode : 0;
  });
}

/** What a decoder made, in the numbers of the input. */
export function scheduleOf(
  project: Project,
  prepared: Prepared,
  made: { readonly starts: Int32Array; readonly ends: Int32Array; readonly modes: Int32Array; readonly makespan: number },
): Schedule {
  const byInput = (values: Int32Array) => Array.from(prepared.rank, (rank) => values[rank] ?? 0);
  const modes = byInput(made.modes).map((mode, index) => project.activities[index]?.running?.mode ?? mode);
  return { starts: byInput(made.starts), ends: byInput(made.ends), modes, makespan: made.makespan };
}
