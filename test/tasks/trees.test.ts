import { execFileSync } from "node:child_process";
import { chmod, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/core/config.ts";
import { diskTree } from "../../src/tasks/disk-tree.ts";
import { gitTree } from "../../src/tasks/git-tree.ts";
import { promptOf } from "../../src/tasks/prompt-of.ts";
import { readTasks } from "../../src/tasks/read-tasks.ts";
import { FILE_BYTES_MAX, type FileText, PROMPT_BYTES_MAX, type TreeReader } from "../../src/tasks/tree-reader.ts";
import { git, makeRemoteAndClone, temporaryDirectory, writeFiles } from "../support/repository.ts";

const prompts = parseConfig({ tasks: { prompts: ["docs/prompts"] } });

async function filesOf(tree: TreeReader, paths: readonly string[], bytesMax = FILE_BYTES_MAX): Promise<FileText[]> {
  const files: FileText[] = [];
  for await (const file of tree.files(paths, bytesMax)) files.push(file);
  return files;
}

describe("a work tree and a commit", () => {
  const texts = {
    "docs/prompts/Ünï 1.md": "# A-1: Ünïcödé\n",
    "docs/prompts/B-2.md": "\ufeff# B-2: T\r\n\r\n**Priority:** P1\r\n",
    "empty.txt": "",
    "src/a.ts": "export {};\n",
  };

  it("are read the same", async () => {
    const { clone, git: repository } = await makeRemoteAndClone(texts);
    const [disk, commit] = [diskTree(clone), gitTree(repository, "HEAD")];
    const paths = await disk.list();
    expect(paths).toEqual(Object.keys(texts).sort());
    expect([...(await commit.list())].sort()).toEqual(paths);
    expect(await filesOf(disk, [...paths, "none"])).toEqual(await filesOf(commit, [...paths, "none"]));
    expect([await disk.read("src/a.ts"), await commit.read("src/a.ts")]).toEqual(["export {};\n", "export {};\n"]);
    expect([await disk.read("none"), await commit.read("none")]).toEqual([undefined, undefined]);
    expect(await readTasks(disk, prompts)).toEqual(await readTasks(commit, prompts));
    expect((await readTasks(commit, prompts)).tasks.map(({ id, title, priority }) => [id, title, priority])).toEqual([
      ["A-1", "Ünïcödé", null],
      ["B-2", "T", "P1"],
    ]);
  });

  it("differ by what is not committed", async () => {
    const { clone, git: repository } = await makeRemoteAndClone({ "docs/prompts/A-1.md": "" });
    await writeFiles(clone, { "docs/prompts/B-2.md": "" });
    expect((await readTasks(diskTree(clone), prompts)).tasks).toHaveLength(2);
    expect((await readTasks(gitTree(repository, "HEAD"), prompts)).tasks).toHaveLength(1);
  });

  it("yield no more of a file than was asked for, and its true size", async () => {
    const { clone, git: repository } = await makeRemoteAndClone({ "a.txt": "0123456789", "b.txt": "abc" });
    for (const tree of [diskTree(clone), gitTree(repository, "HEAD")]) {
      const [a, b] = await filesOf(tree, ["a.txt", "b.txt"], 4);
      expect(a).toMatchObject({ bytes: 10, cut: true });
      expect("0123".startsWith(a?.text ?? "?")).toBe(true);
      expect(b).toEqual({ path: "b.txt", text: "abc", bytes: 3, cut: false });
    }
  });

  it("never follow a link, open a pipe or leave the repository", async () => {
    const { root, clone, git: repository } = await makeRemoteAndClone({ "docs/prompts/A-1.md": "" });
    await writeFiles(root, { "outside/B-2.md": "# B-2: Secret" });
    await symlink(join(root, "outside/B-2.md"), join(clone, "docs/prompts/B-2.md"));
    await symlink(join(root, "outside"), join(clone, "docs/prompts/more"));
    await git(clone, "add", "-A");
    await git(clone, "commit", "-qm", "Links");
    execFileSync("mkfifo", [join(clone, "docs/prompts/C-3.md")]);
    for (const tree of [diskTree(clone), gitTree(repository, "HEAD")]) {
      expect((await readTasks(tree, prompts)).tasks.map(({ id }) => id)).toEqual(["A-1"]);
      expect(
        await filesOf(tree, [
          "docs/prompts/B-2.md",
          "docs/prompts/C-3.md",
          "../outside/B-2.md",
          join(root, "outside/B-2.md"),
          ".git/config",
        ]),
      ).toEqual([]);
    }
  });

  it("may be empty, missing or unreadable", async () => {
    const root = await temporaryDirectory();
    expect(await readTasks(diskTree(root), parseConfig({}))).toEqual({ tasks: [], problems: [] });
    expect(await readTasks(diskTree(join(root, "none")), parseConfig({}))).toEqual({ tasks: [], problems: [] });
    await writeFiles(root, { "docs/prompts/A-1.md": "# A-1: T" });
    await chmod(join(root, "docs/prompts/A-1.md"), 0);
    expect((await readTasks(diskTree(root), prompts)).problems).toEqual([]);
  });
});

describe("a prompt of 50 MB", () => {
  it("is read at its beginning only, and reported", async () => {
    const { clone, git: repository } = await makeRemoteAndClone({ "docs/prompts/A-1.md": "# A-1: Big\n\n**Priority:** P1\n" });
    const path = join(clone, "docs/prompts/A-1.md");
    await writeFile(path, `# A-1: Big\n\n**Priority:** P1\n${"prose and prose again\n".repeat(2_400_000)}`);
    await git(clone, "commit", "-qam", "Grow");
    for (const tree of [diskTree(clone), gitTree(repository, "HEAD")]) {
      const { tasks, problems } = await readTasks(tree, prompts);
      expect(tasks).toMatchObject([{ id: "A-1", title: "Big", priority: "P1" }]);
      expect(problems).toMatchObject([{ code: "oversize-file", file: "docs/prompts/A-1.md" }]);
      const [task] = tasks;
      if (task !== undefined) expect((await promptOf(tree, task)).length).toBeLessThanOrEqual(PROMPT_BYTES_MAX);
    }
  });

  it("full of NUL bytes is no text", async () => {
    const root = await temporaryDirectory();
    await writeFiles(root, { "docs/prompts/A-1.md": "# A-1: T\n" });
    await truncate(join(root, "docs/prompts/A-1.md"), 50 * 1024 * 1024);
    const { tasks, problems } = await readTasks(diskTree(root), prompts);
    expect([tasks, problems.map(({ code }) => code)]).toEqual([[], ["binary-file"]]);
  });
});
