import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

let known: string | undefined;

/**
 * Names the boot that the monotonic clock counts from. Where the system does not tell, every process is a boot of its
 * own: what was observed before is forgotten and the wait restarts, which is slow but safe.
 */
export function bootId(): string {
  known ??= readBootId() ?? randomUUID();
  return known;
}

function readBootId(): string | undefined {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return undefined;
  }
}
