import { loadavg } from "node:os";
import { type Evaluation, evaluate } from "./evaluate/evaluate.ts";
import type { FinishedPlay, PlaySetting } from "./play.ts";
import { findingsOf } from "./report/findings.ts";
import type { Variant } from "./variants.ts";

export interface JudgedPlay {
  readonly play: FinishedPlay;
  readonly evaluation: Evaluation;
  /** Load average of the last minute before the play. */
  readonly load: number;
}

/** Plays a variant, judges it, and prints both for somebody who watches. */
export async function playAndJudge({ title, play }: Variant, setting: PlaySetting): Promise<JudgedPlay> {
  const { print } = setting;
  const load = loadavg()[0] ?? Number.NaN;
  print(`\n${title}, seed ${setting.seed}`);
  const finished = await play({ ...setting, print: (text) => print(`  ${text}`) });
  print("  judging every state of main");
  const evaluation = await evaluate(finished);
  for (const finding of findingsOf(evaluation)) print(`  - ${finding}`);
  return { play: finished, evaluation, load };
}
