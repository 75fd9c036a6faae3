import type { Activity } from "../agents/tree-activity.ts";
import type { Clock } from "../core/ports.ts";

/**
 * An agent that neither says nor does anything is stalled. It says something by an event; it does something when its
 * processes use more than an idle program does. Measured while the model never answered: codex 0.169 used 1.2 % of a core
 * and 15 kB/s, qwen 0.15 0.1 % and 4 B/s, and codex-acp 2.6.0 wrote 600 kB of its own log at once every 10 s, 60 kB/s. So
 * the bounds are several times the largest, and what a program does at once now and then is allowed besides.
 */
const BUSY_CORE_SHARE = 0.05;
const BUSY_BYTES_PER_SECOND = 256_000;
const AT_ONCE: Activity = { cpuMs: 100, ioBytes: 1_500_000 };

/** Its processes are looked at so often in the time after which it counts as stalled. */
const LOOKS = 10;
const LOOK_MS_MAX = 60_000;

export interface StallWatchOptions {
  readonly clock: Clock;
  /** Without a sign of life for so long it is stalled. */
  readonly stallMs: number;
  /** What its processes have used so far; null where that cannot be seen. */
  readonly activity: () => Promise<Activity | null>;
  /** True while it rightly does nothing, because we owe it an answer. */
  readonly isWaitingForUs: () => boolean;
  /** Called once. */
  readonly onStall: () => void;
}

export interface StallWatch {
  /** The agent said something. */
  readonly onEvent: () => void;
  stop(): Promise<void>;
}

/** Watches for signs of life until it is stopped or there were none for `stallMs`. */
export function watchStall({ clock, stallMs, activity, isWaitingForUs, onStall }: StallWatchOptions): StallWatch {
  let signMs = clock.monotonicMs();
  const sign = () => {
    signMs = clock.monotonicMs();
  };
  const ended = new AbortController();
  const watching = (async () => {
    let before = await look();
    while (clock.monotonicMs() - signMs < stallMs) {
      await clock.sleep(Math.min(stallMs / LOOKS, LOOK_MS_MAX), ended.signal);
      if (ended.signal.aborted) return;
      const now = await look();
      if (isWaitingForUs() || isBusy(before, now)) sign();
      before = now;
    }
    if (!ended.signal.aborted) onStall();
  })();
  async function look() {
    return { atMs: clock.monotonicMs(), used: await activity().catch(() => null) };
  }
  return {
    onEvent: sign,
    async stop() {
      ended.abort();
      await watching;
    },
  };
}

interface Look {
  readonly atMs: number;
  readonly used: Activity | null;
}

/** What has ended between two looks may have taken its count along: less than before is a sign too. */
function isBusy(before: Look, now: Look): boolean {
  if (before.used === null || now.used === null) return false;
  const ms = Math.max(1, now.atMs - before.atMs);
  const [cpuMs, ioBytes] = [now.used.cpuMs - before.used.cpuMs, now.used.ioBytes - before.used.ioBytes];
  if (cpuMs < 0 || ioBytes < 0) return true;
  return cpuMs - AT_ONCE.cpuMs > ms * BUSY_CORE_SHARE || ioBytes - AT_ONCE.ioBytes > (ms / 1000) * BUSY_BYTES_PER_SECOND;
}
