import type { Random } from "../../../../src/core/ports.ts";
import { Git } from "../../../../src/git/git.ts";
import type { MetConflict, WorkSpan } from "../play.ts";

/** What all agents of one play of the paper procedure share. */
export interface PaperPlay {
  readonly root: string;
  readonly remote: string;
  /** Where an agent leaves its mark that writes outside its clone. */
  readonly outside: string;
  readonly script: string;
  readonly random: Random;
  /** In the environment of every process an agent starts. */
  readonly token: string;
  say(task: string, text: string): void;
  worked(span: WorkSpan): void;
  met(conflict: MetConflict): void;
}

/** One agent with one task in one clone. */
export interface PaperSession {
  readonly id: string;
  readonly task: string;
  readonly clone: string;
  /** HOME of the agent's program. */
  readonly home: string;
  readonly fromMs: number;
}

/** Who the commits of a task's agent are by: how the evaluation knows whose a commit of main is. */
export function identityOf(task: string): Record<string, string> {
  const [name, email] = [`Agent (${task})`, `${task}@agents.example`];
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}

/** Commits everything there is. @returns false when there was nothing. */
export async function commitAll(clone: string, task: string, message: string): Promise<boolean> {
  const git = new Git({ cwd: clone });
  await git.run(["add", "--all"]);
  const { exitCode } = await git.run(["diff", "--cached", "--quiet"], { okExitCodes: [0, 1] });
  if (exitCode === 0) return false;
  await git.run(["commit", "--quiet", "--message", message], { env: identityOf(task) });
  return true;
}
