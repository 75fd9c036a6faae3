import { ProcFiles } from "../system/proc-files.ts";
import { findProcessTree } from "./process-tree.ts";

/** What the processes of a session have used so far, as the kernel counts it. */
export interface Activity {
  /** Milliseconds of CPU time, ended children included. */
  readonly cpuMs: number;
  /** Bytes read and written, whatever from or to. */
  readonly ioBytes: number;
}

/** A tick of `/proc/<pid>/stat`: 1/100 s wherever Linux runs Node. */
const TICK_MS = 10;

/** What the processes that carry `token` have used; null where none shows, as without `/proc`. */
export async function treeActivity(token: string): Promise<Activity | null> {
  const members = await findProcessTree({ rootPid: () => null, token });
  if (members.length === 0) return null;
  const files = new ProcFiles();
  let [cpuMs, ioBytes] = [0, 0];
  for (const { pid } of members) {
    const used = activityOf(files, pid);
    cpuMs += used.cpuMs;
    ioBytes += used.ioBytes;
  }
  return { cpuMs, ioBytes };
}

/** A process that ends meanwhile counts nothing: its parent has taken over what it used. */
function activityOf(files: ProcFiles, pid: number): Activity {
  const stat = files.read(`/proc/${pid}/stat`).toString("utf8");
  // utime, stime, cutime, cstime: the 12th to 15th word after the name, which may hold spaces itself (proc(5)).
  const ticks = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15)
    .map(Number);
  const io = files.read(`/proc/${pid}/io`).toString("latin1");
  const bytes = [...io.matchAll(/^[rw]char: (\d+)$/gm)].map(([, count]) => Number(count));
  return { cpuMs: sum(ticks) * TICK_MS, ioBytes: sum(bytes) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + (Number.isFinite(number) ? number : 0), 0);
}
