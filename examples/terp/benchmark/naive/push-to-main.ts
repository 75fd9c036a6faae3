import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Git } from "../../../../src/git/git.ts";
import { readFileAt } from "../../../../src/git/objects.ts";
import { identityOf, type PaperPlay, type PaperSession } from "./paper-play.ts";

const RETRIES_MAX = 3;
const RECORDS = /^docs\/(?:ACTIVE_SESSIONS\.md|roadmaps\/|sessions\/)/;

/** One try. */
export async function push(clone: string): Promise<boolean> {
  return (await new Git({ cwd: clone }).attempt(["push", "--quiet", "origin", "HEAD:main"])).exitCode === 0;
}

/** Phase 4: push; when refused pull with rebase and retry, at most three times. @returns whether it is on main. */
export async function pushToMain(play: PaperPlay, session: PaperSession): Promise<boolean> {
  for (let retries = 0; retries <= RETRIES_MAX; retries++) {
    if (await push(session.clone)) return true;
    await pullKeepingAll(play, session);
  }
  return push(session.clone);
}

/**
 * `git pull --rebase`, and what people did where it conflicts: in records all entries of both sides are kept, elsewhere the own
 * side of each place that conflicts (a second try of the same rebase meets the same conflict, so it is not played).
 */
export async function pullKeepingAll(play: PaperPlay, { clone, task }: PaperSession): Promise<void> {
  const git = new Git({ cwd: clone });
  const options = { env: { ...identityOf(task), GIT_EDITOR: "true" } };
  await git.run(["fetch", "--quiet", "origin"]);
  let step = await git.attempt(["rebase", "--quiet", "origin/main"], options);
  while (step.exitCode !== 0) {
    const files = await git.fields(["diff", "--name-only", "-z", "--diff-filter=U"]);
    if (files.length === 0) throw new Error(`expected a conflict in the rebase of ${task}, got: ${step.stderr}`);
    play.met({ atMs: Date.now(), task, files });
    play.say(task, `conflict in ${files.join(", ")}`);
    for (const file of files) await settle(git, clone, file);
    await git.run(["add", "--all"]);
    const { exitCode } = await git.run(["diff", "--cached", "--quiet"], { okExitCodes: [0, 1] });
    step = await git.attempt(["rebase", exitCode === 0 ? "--skip" : "--continue"], options);
  }
}

/** During a rebase stage 2 is main's side, stage 3 the agent's own, stage 1 what both began from. */
async function settle(git: Git, clone: string, file: string): Promise<void> {
  const [base = "", mains, own] = await Promise.all(["1", "2", "3"].map((stage) => readFileAt(git, "", `${stage}:${file}`)));
  if (own === undefined && RECORDS.test(file)) await git.run(["checkout", "--ours", "--", file]);
  else if (own === undefined) await rm(join(clone, file), { force: true });
  else
    await writeFile(
      join(clone, file),
      mains === undefined ? own : await merged(git, base, mains, own, RECORDS.test(file) ? "--union" : "--theirs"),
    );
}

async function merged(git: Git, base: string, mains: string, own: string, how: "--union" | "--theirs"): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "naive-merge-"));
  try {
    const names = ["mains", "base", "own"];
    await Promise.all([mains, base, own].map((text, index) => writeFile(join(folder, names[index] ?? ""), text)));
    await git.run(["merge-file", "--quiet", how, ...names.map((name) => join(folder, name))]);
    return await readFile(join(folder, "mains"), "utf8");
  } finally {
    await rm(folder, { recursive: true });
  }
}
