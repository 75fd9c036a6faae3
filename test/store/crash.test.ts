import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { acquireCoordinatorLock } from "../../src/store/coordinator-lock.ts";
import { openStore } from "../../src/store/open-store.ts";
import { systemClock } from "../../src/system/clock.ts";
import { temporaryDirectory } from "../support/repository.ts";
import { disagreements } from "./agreement.ts";
import { seededPick } from "./seeded-pick.ts";

const CRASHES = Number(process.env["CRASHES"] ?? 12);
const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

function startWorker(storeFile: string, lockFile: string, seed: number): ChildProcess {
  const worker = join(import.meta.dirname, "crash-worker.ts");
  const child = spawn(process.execPath, [worker, storeFile, lockFile, String(seed)], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Kills the worker `delayMs` after it has committed `events` events. @returns the last number it said. */
async function killAfter(child: ChildProcess, events: number, delayMs: number): Promise<number> {
  let said = "";
  let killed = false;
  child.stdout?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (killed || said.split("\n").length <= events) return;
    killed = true;
    setTimeout(() => child.kill("SIGKILL"), delayMs);
  });
  await once(child, "close");
  expect(child.signalCode, "the worker must end by our kill, not by itself").toBe("SIGKILL");
  return Number(said.split("\n").at(-2) ?? 0);
}

describe("a coordinator killed with -9", { timeout: 60_000 + CRASHES * 10_000 }, () => {
  it(`leaves events and current state in agreement, keeps all it said, and frees the lock (SEED=${SEED})`, async () => {
    const root = await temporaryDirectory();
    const [storeFile, lockFile] = [join(root, "store.sqlite"), join(root, "lock.sqlite")];
    const pick = seededPick(SEED);
    for (let crash = 0; crash < CRASHES; crash += 1) {
      const child = startWorker(storeFile, lockFile, SEED + crash);
      const lastSaid = await killAfter(child, 1 + pick(80), pick(6));
      const lock = await acquireCoordinatorLock(lockFile);
      expect(lock, "the kernel gives the lock back").toBeDefined();
      const store = await openStore(storeFile, { clock: systemClock });
      expect(await store.integrity()).toEqual([]);
      expect(await disagreements(store)).toEqual([]);
      expect((await store.events({})).length).toBeGreaterThanOrEqual(lastSaid);
      await store.close();
      lock?.release();
    }
  });

  it("kept every other process out while it lived", async () => {
    const root = await temporaryDirectory();
    const lockFile = join(root, "lock.sqlite");
    const child = startWorker(join(root, "store.sqlite"), lockFile, SEED);
    await once(child.stdout ?? child, "data");
    expect(await acquireCoordinatorLock(lockFile)).toBeUndefined();
    child.stdout?.resume();
    child.kill("SIGKILL");
    await once(child, "close");
    const lock = await acquireCoordinatorLock(lockFile);
    expect(lock).toBeDefined();
    lock?.release();
  });

  it("leaves a fresh store usable however early it dies", async () => {
    const root = await temporaryDirectory();
    const pick = seededPick(SEED);
    for (let crash = 0; crash < Math.ceil(CRASHES / 3); crash += 1) {
      const [storeFile, lockFile] = [join(root, `${crash}.sqlite`), join(root, `${crash}.lock`)];
      const child = startWorker(storeFile, lockFile, SEED);
      // Somewhere between the program's start and its first commits: opening, migrating.
      setTimeout(() => child.kill("SIGKILL"), 60 + pick(200));
      await once(child, "close");
      const store = await openStore(storeFile, { clock: systemClock });
      expect(await store.integrity()).toEqual([]);
      expect(await disagreements(store)).toEqual([]);
      await store.close();
    }
  });
});
