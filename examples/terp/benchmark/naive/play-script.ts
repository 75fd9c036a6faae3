import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { RUN_TOKEN_NAME } from "../../../../src/agents/process-tree.ts";
import { loadScript } from "../../../../src/agents/script.ts";
import { identityOf, type PaperPlay, type PaperSession } from "./paper-play.ts";

const PLAYER = fileURLToPath(new URL("../../../../src/agents/player.ts", import.meta.url));

/**
 * Lets the scripted agent play a task in the session's clone: the player and the script that Signalbox's agents are, on their
 * first attempt, for there is no second here.
 * @param onPart pushes a part; the answer is what the agent hears.
 * @returns its exit code; null when a signal ended it.
 */
export async function playScript(
  play: PaperPlay,
  session: PaperSession,
  task: string,
  onPart: () => Promise<string>,
): Promise<number | null> {
  const steps = await loadScript(play.script, task);
  const env = sessionEnvironment(play, session);
  const home = join(session.home, task);
  await mkdir(home, { recursive: true });
  const player = spawn(process.execPath, [PLAYER], {
    cwd: session.clone,
    env: { ...env, HOME: home },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = new Promise<number | null>((resolve) => player.once("close", resolve));
  player.stdin.on("error", () => undefined);
  player.stdin.write(`${JSON.stringify({ attempt: 1, steps })}\n`);
  for await (const line of createInterface({ input: player.stdout })) {
    const event: { readonly kind: string } = JSON.parse(line);
    if (event.kind === "part-ready") player.stdin.write(`${await onPart()}\n`);
  }
  return ended;
}

/** The environment of a session's programs: an identity, a HOME of its own, and the two places the script's disasters need. */
export function sessionEnvironment({ remote, outside, token }: PaperPlay, { home, task }: PaperSession): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
    HOME: home,
    TMPDIR: home,
    ...identityOf(task),
    DEMO_REMOTE: remote,
    DEMO_OUTSIDE: outside,
    [RUN_TOKEN_NAME]: token,
  };
}
