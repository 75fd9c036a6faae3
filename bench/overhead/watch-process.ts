import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** What a process had used at a moment, by /proc. */
export interface Sample {
  readonly atMs: number;
  /** Its own processor time, and that of children that have ended: the git it ran. Seconds, user and system. */
  readonly ownSeconds: number;
  readonly endedSeconds: number;
  readonly residentMb: number;
}

const TICKS_PER_SECOND = 100;
const EVERY_MS = 250;

/** Looks at a process until it ends. Linux only. */
export async function watchProcess(pid: number, isOver: () => boolean): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  while (!isOver()) {
    const [stat, status] = await Promise.all([read(`/proc/${pid}/stat`), read(`/proc/${pid}/status`)]);
    const residentKb = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN);
    // The name in parentheses may hold anything; after it come state, then numbers (proc(5): 14 to 17 of all).
    const ticks = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 15)
      .map(Number);
    const [user = Number.NaN, system = 0, endedUser = 0, endedSystem = 0] = ticks;
    if (!Number.isNaN(user + residentKb)) {
      samples.push({
        atMs: Date.now(),
        ownSeconds: (user + system) / TICKS_PER_SECOND,
        endedSeconds: (endedUser + endedSystem) / TICKS_PER_SECOND,
        residentMb: residentKb / 1024,
      });
    }
    await sleep(EVERY_MS);
  }
  return samples;
}

function read(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
