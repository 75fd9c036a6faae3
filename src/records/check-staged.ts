import { blameAuthors } from "../git/blame.ts";
import type { Git } from "../git/git.ts";
import { gitTree } from "../tasks/git-tree.ts";
import { type CheckInput, checkRecords } from "./check-records.ts";
import { type HookVerdict, hookVerdict } from "./hook-verdict.ts";

/**
 * `check --hook`: what the commit being made would leave in the records, and whether that stops it. It looks at the
 * index, not at the work tree; lines the commit adds are the committer's. Inside a hook, give `git` the index git names
 * in `GIT_INDEX_FILE`: for `commit -a` and `commit PATH` it is not the usual one.
 * @param who names of the person committing; by default the repository's `user.name` and `user.email`.
 * @throws SignalboxError `git-failed` when the index cannot be read, for example in the middle of a merge conflict.
 */
export async function checkStaged(git: Git, input: Omit<CheckInput, "root" | "blame">, who?: readonly string[]): Promise<HookVerdict> {
  const names = who ?? (await configuredNames(git));
  const [tree, staged] = await Promise.all([
    git.text(["write-tree"]),
    git.fields(["diff", "--cached", "--name-only", "--no-renames", "-z"]),
  ]);
  const blame = (path: string, text: string) => blameAuthors(git, path, text, names[0]);
  return hookVerdict(await checkRecords({ ...input, root: gitTree(git, tree), blame }), staged, names);
}

async function configuredNames(git: Git): Promise<string[]> {
  const settings = await Promise.all(
    ["user.name", "user.email"].map((name) => git.run(["config", "--get", name], { okExitCodes: [0, 1] })),
  );
  return settings.map(({ stdout }) => stdout.toString("utf8").trim()).filter((value) => value !== "");
}
