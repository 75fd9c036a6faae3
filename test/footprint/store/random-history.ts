import type { Git } from "../../../src/git/git.ts";
import { git, writeFiles } from "../../support/repository.ts";

/** One step of a repository's life; what it does to which of a few files. */
export interface Step {
  readonly kind: "write" | "delete" | "rename" | "merge" | "amend";
  readonly file: number;
  readonly text: number;
}

const PATHS = ["src/a.ts", "src/b.ts", "lib/c.py", "docs/d.md", "e.go", "go.mod"];
const TEXTS = ["export function alpha() {}\n", `import "./a";\n`, "class Beta:\n    pass\n", "module m\n", "package m\nfunc Gamma() {}\n"];

/** Does `step` and commits it; @returns the branch's commit afterwards. */
export async function take(clone: string, step: Step, number: number): Promise<string> {
  const path = PATHS[step.file % PATHS.length] ?? "";
  const text = `${TEXTS[step.text % TEXTS.length]}${number % 3 === 0 ? "" : `// ${number}\n`}`;
  const tracked = (await git(clone, "ls-files")).split("\n");
  const commit = (...extra: string[]) => git(clone, "commit", "-q", "--allow-empty", ...extra);
  switch (step.kind) {
    case "write":
      await writeFiles(clone, { [path]: text });
      break;
    case "delete":
      if (tracked.includes(path)) await git(clone, "rm", "-q", "-f", path);
      break;
    case "rename":
      if (tracked.includes(path)) await git(clone, "mv", "-f", path, `moved-${number}.ts`);
      break;
    case "merge": {
      await git(clone, "checkout", "-q", "-b", `side-${number}`);
      await writeFiles(clone, { [`side-${number % 2}.ts`]: text });
      await git(clone, "add", "-A");
      await commit("-m", `Side ${number}`);
      await git(clone, "checkout", "-q", "main");
      await git(clone, "merge", "-q", "--no-ff", "-m", `Merge ${number}`, `side-${number}`);
      return git(clone, "rev-parse", "HEAD");
    }
    case "amend":
      await writeFiles(clone, { [path]: text });
      await git(clone, "add", "-A");
      await commit("--amend", "-m", `Amended ${number}`);
      return git(clone, "rev-parse", "HEAD");
  }
  await git(clone, "add", "-A");
  await commit("-m", `${step.kind} ${path} ${number}`);
  return git(clone, "rev-parse", "HEAD");
}

/**
 * A line of commits made by `git fast-import`: fast enough for many.
 * @param subject of the commit of that number; those that differ by a number only count as one task
 * @returns the tip.
 */
export async function importCommits(repository: Git, count: number, subject = (number: number) => `Commit ${number}`): Promise<string> {
  const lines: string[] = [];
  for (let number = 1; number <= count; number++) {
    const message = subject(number);
    const content = `export const value${number} = ${number};\n`;
    lines.push("commit refs/heads/main", `mark :${number}`, `committer A <a@b.c> ${1_700_000_000 + number} +0000`);
    lines.push(`data ${message.length}`, message, ...(number > 1 ? [`from :${number - 1}`] : []));
    lines.push(`M 100644 inline src/file${number % 10}.ts`, `data ${content.length}`, content);
  }
  await repository.run(["fast-import", "--quiet", "--force"], { input: `${lines.join("\n")}\ndone\n` });
  return repository.text(["rev-parse", "main"]);
}
