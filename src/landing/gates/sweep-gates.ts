import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { sweepProcesses } from "../../agents/process-tree.ts";
import type { Clock } from "../../core/ports.ts";
import { isMissing } from "../../system/files.ts";

const SCRATCH = /^run-([0-9a-f]{32})$/;

/** Where one gate run has its HOME and TMPDIR. The name holds the run's token: what a crash leaves behind is found by it. */
export function scratchOf(directory: string, token: string): string {
  return join(directory, `run-${token}`);
}

/** Ends the gates of a coordinator that was killed, and clears away what they were given. For when no gate runs. */
export async function sweepGates(directory: string, clock: Clock): Promise<void> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const name of names) {
    const token = SCRATCH.exec(name)?.[1];
    if (token === undefined) continue;
    await sweepProcesses(token, clock);
    await rm(join(directory, name), { recursive: true, force: true, maxRetries: 3 });
  }
}
