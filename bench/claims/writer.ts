/**
 * One writer of the benchmark: a process with a clone of its own that claims task after task until the time is up.
 * Arguments: contender, name, clone, remote's address, state directory, claims per push. It waits for a line with the
 * milliseconds to work, and answers with one line of JSON.
 */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { acquireLeases, type WantedLease } from "../../src/claims/acquire.ts";
import { claimContext } from "../../src/claims/context.ts";
import { fileJournal } from "../../src/claims/file-journal.ts";
import { fileObservations } from "../../src/claims/file-observations.ts";
import { gitLeaseRemote } from "../../src/claims/git-lease-remote.ts";
import { Git } from "../../src/git/git.ts";
import { systemClock, systemRandom } from "../../src/system/clock.ts";
import { claimOnPaper } from "./paper-procedure.ts";

export interface WriterResult {
  /** Milliseconds of every push of claims that was acknowledged in time, retries included. */
  readonly latenciesMs: readonly number[];
  readonly claims: number;
  /** Pushes that claimed nothing. */
  readonly refused: number;
}

const BACKOFF_MS = 50;

const [contender = "", name = "", clone = "", address = "", state = "", batch = "1"] = process.argv.slice(2);
const git = new Git({ cwd: clone });
const ctx = claimContext({
  remote: gitLeaseRemote(git, address),
  clock: systemClock,
  random: systemRandom,
  observations: fileObservations(`${state}/observations.json`),
  journal: fileJournal(`${state}/attempts`),
});

function wanted(task: string): WantedLease {
  const session = `Session-20260105-${task}-${systemRandom.hex(4)}`;
  return { kind: "claim", name: task, holder: name, host: null, session, base: null, footprint: ["src"], ttlMs: 28_800_000 };
}

async function claimOurWay(round: number): Promise<{ readonly refused: number; readonly claims: number }> {
  const tasks = Array.from({ length: Number(batch) }, (_, index) => `${name}-${round}-${index}`);
  const outcomes = await acquireLeases(ctx, tasks.map(wanted));
  const claims = outcomes.filter(({ ok }) => ok).length;
  return { refused: claims === outcomes.length ? 0 : 1, claims };
}

async function work(forMs: number): Promise<WriterResult> {
  const deadlineMs = systemClock.monotonicMs() + forMs;
  const backoffMs = contender === "paper-with-backoff" ? BACKOFF_MS : null;
  const paper = { git, clone, address, backoffMs, clock: systemClock, random: systemRandom, deadlineMs };
  const latenciesMs: number[] = [];
  let [claims, refused] = [0, 0];
  for (let round = 1; systemClock.monotonicMs() < deadlineMs; round++) {
    const startedMs = systemClock.monotonicMs();
    const done = contender === "ours" ? await claimOurWay(round) : await claimOnPaper(`${name}-${round}`, paper);
    refused += done.refused;
    const now = systemClock.monotonicMs();
    if (now > deadlineMs) break;
    claims += done.claims;
    latenciesMs.push(now - startedMs);
  }
  return { latenciesMs, claims, refused };
}

process.stdout.write("ready\n");
const [line] = await once(createInterface({ input: process.stdin }), "line");
process.stdout.write(`${JSON.stringify(await work(Number(line)))}\n`);
process.exit(0);
