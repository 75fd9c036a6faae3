import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { commitAll, edit, flood, leaveDaemon, remove, runCommand, say, tell, writeWhole } from "./player-actions.ts";
import { openPlayerProgress, type PlayerProgress } from "./player-progress.ts";
import type { PlayStep } from "./script.ts";

/**
 * The scripted agent: a program of its own (`node player.ts`), never imported. Its first line of standard input is the
 * play; the answer to each part it submits is one further line. It uses nothing but Node, so it runs in any sandbox.
 */

/** What the driver writes on the player's first line of standard input. */
export interface Play {
  readonly attempt: number;
  readonly steps: readonly PlayStep[];
}

/** Null: go on with the next step; a number: end with this exit code. */
type Ending = number | null;

const input = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function nextLine(): Promise<string> {
  const line = await input.next();
  if (line.done) throw new Error("expected a line on standard input, got its end");
  return line.value;
}

async function playAll(play: Play): Promise<number> {
  const progress = openPlayerProgress();
  for (const [index, step] of play.steps.entries()) {
    if (!isPlayed(step, play.attempt) || (progress.isFinished(index) && !step.again)) continue;
    const ending = await playStep(step, index, progress);
    if (ending !== null) return ending;
  }
  return 0;
}

function isPlayed(step: PlayStep, attempt: number): boolean {
  const isOnce = "crash" in step || "ask" in step || "limited" in step;
  return (step.attempts ?? (isOnce ? [1] : [attempt])).includes(attempt);
}

/** Steps that end the agent are never finished: a later attempt comes to them again. */
async function playStep(step: PlayStep, index: number, progress: PlayerProgress): Promise<Ending> {
  const ending = await endingOf(step);
  if (ending !== null) return ending;
  const mayBeDone = progress.wasInterrupted(index);
  progress.start(index);
  await act(step, mayBeDone);
  progress.finish(index);
  return null;
}

async function endingOf(step: PlayStep): Promise<Ending> {
  if ("exit" in step) return step.exit;
  if ("claimSuccess" in step) {
    say(step.claimSuccess);
    return 0;
  }
  if ("ask" in step) {
    tell({ kind: "waiting-input", question: step.ask });
    return 0;
  }
  if ("limited" in step) {
    tell({ kind: "rate-limited", untilMs: Date.now() + step.limited });
    return 1;
  }
  if ("crash" in step) process.kill(process.pid, "SIGKILL");
  // The timer alone keeps the process alive, even when its standard input has ended.
  if ("hang" in step || "crash" in step) await new Promise(() => setInterval(() => undefined, 60_000));
  return null;
}

async function act(step: PlayStep, mayBeDone: boolean): Promise<void> {
  if ("think" in step) await sleep(step.think);
  if ("say" in step) say(step.say);
  if ("write" in step) writeWhole(step.write, step.content);
  if ("edit" in step) edit(step.edit, step.find, step.replace, mayBeDone);
  if ("delete" in step) remove(step.delete, mayBeDone);
  if ("run" in step) runCommand(step.run, step.must ?? false);
  if ("commit" in step) commitAll(step.commit);
  if ("daemon" in step) leaveDaemon(step.daemon);
  if ("flood" in step) await flood(step.flood);
  if ("part" in step) {
    tell({ kind: "part-ready", subject: step.part });
    say(await nextLine());
  }
}

try {
  process.exitCode = await playAll(JSON.parse(await nextLine()));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
process.stdin.destroy();
