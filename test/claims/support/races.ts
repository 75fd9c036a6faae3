import { parseRecord } from "../../../src/claims/lease-record.ts";
import { claimRef } from "../../../src/claims/refs.ts";
import { seededRandom } from "../../../src/core/seeded-random.ts";
import { git } from "../../support/repository.ts";
import type { ChainRecord, Operation } from "./history.ts";
import type { PlantedBug } from "./planted-bugs.ts";
import { startWorker, type WorkerProcess } from "./worker-process.ts";

export interface RaceOptions {
  readonly address: string;
  /** A directory for the clones and states of the processes; the caller removes it. */
  readonly directory: string;
  readonly races: number;
  readonly processes: number;
  readonly seed: number;
  readonly bug?: PlantedBug;
}

export interface RaceHistory {
  readonly operations: readonly Operation[];
  readonly chains: ReadonlyMap<string, readonly ChainRecord[]>;
  /** Winners of every contested acquisition, in order. */
  readonly winners: readonly number[];
}

/** A TTL that a test can wait for, and one that it never does. */
const SHORT_TTL_MS = 400;
const LONG_TTL_MS = 600_000;

/**
 * Lets processes race for tasks, each task by all processes at once. What the winner does next is drawn from the seed:
 * nothing, a give-back and a second race, or silence until it is stolen and then a renewal and a landing as a zombie.
 */
export async function runRaces(options: RaceOptions): Promise<RaceHistory> {
  const draw = seededRandom(options.seed).fraction;
  const workers = await startAll(options);
  const operations: Operation[] = [];
  const winners: number[] = [];
  const race = async (task: string, ttlMs: number, kind: "acquire" | "steal", racers = workers) => {
    const answers = await Promise.all(racers.map((worker) => worker.do({ kind, task, ttlMs })));
    operations.push(...answers);
    winners.push(answers.filter(({ result }) => result === "ok").length);
    return racers.find((worker) => answers.some((answer) => answer.process === worker.name && answer.result === "ok"));
  };
  const follow = async (worker: WorkerProcess, kind: "renew" | "release" | "land", task: string) => {
    operations.push(await worker.do({ kind, task }));
  };
  try {
    for (let number = 1; number <= options.races; number++) {
      const task = `RACE-${number}`;
      const course = draw() < 0.15 ? "stolen" : draw() < 0.4 ? "given back" : "kept";
      const winner = await race(task, course === "stolen" ? SHORT_TTL_MS : LONG_TTL_MS, "acquire");
      if (winner === undefined) continue;
      if (course === "kept") await follow(winner, draw() < 0.5 ? "renew" : "land", task);
      if (course === "given back") {
        await follow(winner, "release", task);
        await race(task, LONG_TTL_MS, "acquire");
      }
      if (course === "stolen") {
        await race(
          task,
          LONG_TTL_MS,
          "steal",
          workers.filter((worker) => worker !== winner),
        );
        await follow(winner, "renew", task);
        await follow(winner, "land", task);
      }
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()));
  }
  const tasks = [...new Set(operations.map(({ task }) => task))];
  const chains = new Map<string, readonly ChainRecord[]>();
  for (const task of tasks) chains.set(task, await readChain(options.address, task));
  return { operations, chains, winners };
}

async function startAll({ address, directory, processes, bug = "none" }: RaceOptions): Promise<WorkerProcess[]> {
  const names = Array.from({ length: processes }, (_, index) => `worker-${index + 1}`);
  const workers = await Promise.all(names.map((name) => startWorker(name, address, directory, { bug })));
  return Promise.all(workers.map((worker) => worker.ready()));
}

/** The chain of a claim as the remote holds it, oldest record first. `remote` is a bare repository on disk. */
async function readChain(remote: string, task: string): Promise<ChainRecord[]> {
  const text = await git(remote, "log", "--first-parent", "--reverse", "--format=%H%x00%B%x01", claimRef(task));
  return text
    .split("\x01")
    .map((entry) => entry.trim().split("\0"))
    .flatMap(([oid = "", message = ""]) => {
      const record = parseRecord(message);
      return record === null ? [] : [{ oid, epoch: record.epoch, state: record.state }];
    });
}
