import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "../../../src/git/git.ts";
import { writeFileAtomically } from "../../../src/system/files.ts";

/** One move of main. */
export interface RecordedPush {
  readonly atMs: number;
  readonly from: string;
  readonly commit: string;
}

const FILE = "pushes";
const HOOK_MODE = 0o755;

/** Runs in the remote after each push, whoever pushed and however (GNU date). */
const HOOK = `#!/bin/sh
now=$(date +%s%3N)
while read -r old new ref; do
  if [ "$ref" = refs/heads/main ]; then echo "$now $old $new" >> ${FILE}; fi
done
`;

/** From now on the bare repository writes down every move of its main: when, from which commit, to which. */
export async function recordPushes(remote: string): Promise<void> {
  await writeFileAtomically(join(remote, "hooks", "post-receive"), HOOK, HOOK_MODE);
}

/**
 * The moves of main since `start`, in the order in which they happened. Hooks of pushes that follow each other closely may write
 * in another order, so each is found as the one that begins where main stood.
 * @throws Error when the record does not end where main is: somebody moved it without a push.
 */
export async function readPushes(git: Git, remote: string, start: string): Promise<readonly RecordedPush[]> {
  const text = await readFile(join(remote, FILE), "utf8").catch(() => "");
  const left = text.split("\n").flatMap((line): RecordedPush[] => {
    const [atMs, from, commit] = line.split(" ");
    return from === undefined || commit === undefined ? [] : [{ atMs: Number(atMs), from, commit }];
  });
  const pushes: RecordedPush[] = [];
  for (let at = start; ; ) {
    const next = left.findIndex(({ from }) => from === at);
    const [push] = next === -1 ? [] : left.splice(next, 1);
    if (push === undefined) break;
    pushes.push(push);
    at = push.commit;
  }
  const main = await git.text(["rev-parse", "refs/heads/main"]);
  const last = pushes.at(-1)?.commit ?? start;
  if (main !== last) throw new Error(`expected the recorded pushes to end at main, ${main}, got ${last}`);
  return pushes;
}
