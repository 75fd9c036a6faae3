import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fetchBranch } from "../../src/git/fetch-branch.ts";
import { Git } from "../../src/git/git.ts";

const FILES_PER_DIRECTORY = 40;

const pathOf = (index: number) => `src/area-${Math.floor(index / FILES_PER_DIRECTORY)}/file-${index}.ts`;
const contentOf = (index: number) =>
  Array.from({ length: 60 }, (_, line) => `export const value${index}_${line} = ${index * line};`).join("\n");

/** A bare remote whose main holds `files` source files of 60 lines, and a cache with that main. */
export async function generateRepository(root: string, files: number): Promise<{ remote: string; gitDir: string }> {
  const remote = join(root, "remote.git");
  const gitDir = join(root, "cache.git");
  for (const path of [remote, gitDir]) {
    await mkdir(path);
    await new Git({ cwd: path }).run(["init", "-q", "--bare", "."]);
  }
  const stream = ["commit refs/heads/main\ncommitter Bench <bench@localhost> 0 +0000\n", data("Start\n")];
  for (let index = 0; index < files; index++) stream.push(`M 100644 inline ${pathOf(index)}\n`, data(contentOf(index)));
  stream.push("M 100644 inline docs/ROADMAP.md\n", data("- [ ] everything\n"));
  await new Git({ gitDir: remote }).run(["fast-import", "--quiet"], { input: stream.join("") });
  await fetchBranch(new Git({ gitDir }), remote, "main");
  return { remote, gitDir };
}

/** Commits on top of `main`, each with one line of another file changed: what sessions submit. */
export async function writeHeads(cache: Git, main: string, name: string, count: number, files: number): Promise<string[]> {
  const stream: string[] = [];
  for (let index = 0; index < count; index++) {
    const file = Math.floor((index * files) / count);
    stream.push(`commit refs/bench/${name}/${index}\ncommitter Bench <bench@localhost> 0 +0000\n`, data(`Work ${name} ${index}\n`));
    stream.push(`from ${main}\nM 100644 inline ${pathOf(file)}\n`, data(`${contentOf(file)}\n// ${name} ${index}\n`));
  }
  await cache.run(["fast-import", "--quiet", "--force"], { input: stream.join("") });
  const refs = await cache.text(["for-each-ref", "--format=%(objectname)", "--sort=creatordate", `refs/bench/${name}`]);
  return refs.split("\n");
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
