import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Git } from "../../src/git/git.ts";

export interface Work {
  readonly tasks: number;
  readonly files: number;
  /** How long each agent works: it says a word every half second and changes a file every two. */
  readonly seconds: number;
}

const STEP_MS = 500;
const STEPS_PER_WRITE = 4;

/** A repository with one prompt a task, each for a folder of its own, and the script that plays them all. */
export async function makeWorkplace(root: string, { tasks, files, seconds }: Work): Promise<string> {
  const [remote, clone] = [join(root, "remote.git"), join(root, "clone")];
  for (const path of [remote, clone]) await mkdir(path, { recursive: true });
  await new Git({ cwd: remote }).run(["init", "-q", "--bare", "-b", "main", "."]);
  const git = new Git({ cwd: clone });
  await git.run(["init", "-q", "-b", "main", "."]);
  const put = async (path: string, text: string) => {
    await mkdir(join(clone, path, ".."), { recursive: true });
    await writeFile(join(clone, path), text);
  };
  for (let file = 0; file < files; file++)
    await put(`area-${file % tasks}/file-${file}.ts`, `export const value${file} = ${file};\n`.repeat(40));
  for (let task = 0; task < tasks; task++) {
    await put(`docs/prompts/T-${task}.md`, `# T-${task}: Work in area ${task}\n\n**Task ID:** T-${task}\n`);
  }
  const script = join(root, "script.json");
  await writeFile(
    script,
    JSON.stringify({ tasks: Object.fromEntries(Array.from({ length: tasks }, (_, at) => [`T-${at}`, { steps: stepsOf(at, seconds) }])) }),
  );
  // Pinned: a task of which nothing is known runs alone.
  const footprints = Array.from({ length: tasks }, (_, at) => `  T-${at}: ["area-${at}/**"]\n`).join("");
  await put(
    "signalbox.yaml",
    `tasks: { prompts: [docs/prompts] }\nagents:\n  bench: { driver: scripted, script: ${script} }\nfootprints:\n${footprints}`,
  );
  await git.run(["add", "-A"]);
  await git.run(["-c", "user.name=Bench", "-c", "user.email=bench@localhost", "commit", "-q", "-m", "Start"]);
  await git.run(["remote", "add", "origin", remote]);
  await git.run(["push", "-q", "-u", "origin", "main"]);
  return clone;
}

function stepsOf(task: number, seconds: number): readonly object[] {
  return Array.from({ length: (seconds * 1000) / STEP_MS }, (_, step) => [
    { think: STEP_MS },
    step % STEPS_PER_WRITE === 0
      ? { write: `area-${task}/work-${step / STEPS_PER_WRITE}.ts`, content: `export const step = ${step};\n` }
      : { say: `step ${step} of task ${task}` },
  ]).flat();
}
