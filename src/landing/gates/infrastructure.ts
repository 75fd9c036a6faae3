import { stat } from "node:fs/promises";
import type { InfrastructureCause } from "./gate.ts";
import type { GateProcessResult } from "./gate-process.ts";

const DISK_FULL = /\bENOSPC\b|No space left on device|\bEDQUOT\b|Disk quota exceeded/;
/** How a shell reports that signal 9 ended its command: the kernel was out of memory, or somebody killed it. */
const KILLED_EXIT_CODE = 128 + 9;
/** Signals a program brings upon itself; all others come from outside. */
const OWN_SIGNALS: ReadonlySet<string | null> = new Set([
  "SIGSEGV",
  "SIGABRT",
  "SIGBUS",
  "SIGFPE",
  "SIGILL",
  "SIGTRAP",
  "SIGSYS",
  "SIGPIPE",
]);

/**
 * What kept the run from saying anything about the tree, or undefined when how it ended counts. An exit code is always
 * the tree's own: that a command is missing at all shows on main, which is gated before any agent starts.
 */
export async function infrastructureCause(result: GateProcessResult, checkout: string): Promise<InfrastructureCause | undefined> {
  const { ended, exitCode, signal, tail } = result;
  if (ended === "timed-out" || ended === "cancelled") return ended;
  if (ended === "output-unwritable") return "disk-full";
  if (exitCode === 0) return undefined;
  if (await isGone(checkout)) return "checkout-lost";
  if (DISK_FULL.test(tail)) return "disk-full";
  if (ended === "spawn-failed") return ended;
  return (exitCode === null && !OWN_SIGNALS.has(signal)) || exitCode === KILLED_EXIT_CODE ? "killed" : undefined;
}

/** Why there was no checkout to run in. */
export function checkoutTrouble(message: string): InfrastructureCause {
  return DISK_FULL.test(message) ? "disk-full" : "checkout-lost";
}

async function isGone(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) === undefined;
}
