import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, Random } from "../../src/core/ports.ts";
import type { Git } from "../../src/git/git.ts";

export const SESSION_TABLE = "docs/ACTIVE_SESSIONS.md";

export interface PaperOptions {
  readonly git: Git;
  readonly clone: string;
  readonly address: string;
  /** Null: try again at once, as people do; else the first pause, doubling with jitter up to 64 times as long. */
  readonly backoffMs: number | null;
  readonly clock: Clock;
  readonly random: Random;
  /** Monotonic time after which it gives up. */
  readonly deadlineMs: number;
}

/**
 * The paper procedure in its kindest form: pull, add a row to the session table, commit, push; when the push is refused,
 * again from the pull. Starting each try from main as it is spares it every merge conflict in the table.
 * @returns the pushes that were refused, and whether it was claimed in the end.
 */
export async function claimOnPaper(task: string, options: PaperOptions): Promise<{ readonly refused: number; readonly claims: number }> {
  const { git, clone, address, clock, deadlineMs } = options;
  for (let refused = 0; ; refused++) {
    await git.run(["fetch", "--quiet", "--no-tags", address, "main"]);
    await git.run(["reset", "--quiet", "--hard", "FETCH_HEAD"]);
    await appendFile(join(clone, SESSION_TABLE), `| ${task} | in progress |\n`);
    await git.run(["add", SESSION_TABLE]);
    await git.run(["commit", "--quiet", "--no-verify", "-m", `Claim ${task}`]);
    const { exitCode } = await git.attempt(["push", "--quiet", "--no-verify", address, "HEAD:refs/heads/main"]);
    if (exitCode === 0) return { refused, claims: 1 };
    if (clock.monotonicMs() > deadlineMs) return { refused: refused + 1, claims: 0 };
    if (options.backoffMs !== null) await clock.sleep(options.backoffMs * 2 ** Math.min(refused, 6) * options.random.fraction());
  }
}
