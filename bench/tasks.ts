/**
 * How long does reading a large folder of prompts take?
 *
 * Method: writes 10,000 prompt files in the eight header forms that occur in the wild (about 3 kB each) and a roadmap
 * that names them all, into a temporary directory and one commit; then runs `readTasks` in this process over the work
 * tree and over the commit, five times each after one unmeasured run, and prints median, fastest and slowest wall time,
 * and the median of the processor time this process used (wall time also counts what else the machine is doing).
 * `node bench/tasks.ts [number of prompts]`
 */
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../src/core/config.ts";
import { Git } from "../src/git/git.ts";
import { diskTree } from "../src/tasks/disk-tree.ts";
import { gitTree } from "../src/tasks/git-tree.ts";
import { readTasks } from "../src/tasks/read-tasks.ts";
import type { TreeReader } from "../src/tasks/tree-reader.ts";

const RUNS = 5;
const prompts = Number(process.argv[2] ?? 10_000);
const config = parseConfig({ tasks: { prompts: ["docs/prompts"], roadmap: "docs/ROADMAP.md" } });

const HEADERS: readonly ((id: string, before: string) => string)[] = [
  (id, before) =>
    `# ${id}: Title\n\n**Task ID:** ${id}  \n**Priority:** P2  \n**Estimated Time:** 4-6 hours  \n**Dependencies:** ${before}\n`,
  (id) => `# ${id}: Title\n\n**Priority:** P1  \n**Effort:** 8-16h  \n**Status:** Not Started\n`,
  (id) => `<!-- TASK_ID: ${id} -->\n<!-- TASK_TITLE: Title -->\n\n**Estimate:** 2d\n`,
  (id) => `# Prompt\n\n**Auto-generated from:** roadmap\n- **Task ID:** ${id}\n- **Priority**: LOW\n`,
  (id) => `# ${id} Prompt\n\nImplement the task as described in the roadmap.\n`,
  (id) => `# ${id}: Title\n\n**Mode**: SAFE | **Estimate**: 2h\n\n6. **SCOPE GUARD.** Only modify \`src/${id}.ts\`.\n`,
  (id) => `---\nid: ${id}\ndepends_on: []\nfiles:\n  - src/${id}.ts\n---\n\n# Title\n`,
  (id) => `# ${id}: Title\n\n## Files You Own (EXCLUSIVE)\n\n| File | Lines |\n|---|---|\n| \`src/${id}.ts\` | 1 |\n\n---\n`,
];
const BODY = `\n## Steps\n\n${"1. Read the code, change what is asked for, and `run the tests` before you say that it works.\n".repeat(30)}`;

async function makeRepository(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "signalbox-bench-tasks-"));
  await mkdir(join(root, "docs/prompts"), { recursive: true });
  const ids = Array.from({ length: prompts }, (_, index) => `QA-${String(index + 1).padStart(5, "0")}`);
  for (const [index, id] of ids.entries()) {
    const header = HEADERS[index % HEADERS.length]?.(id, ids[index - 1] ?? "None") ?? "";
    await writeFile(join(root, "docs/prompts", `${id}.md`), header + BODY);
  }
  await writeFile(
    join(root, "docs/ROADMAP.md"),
    ids.map((id) => `### ${id}: Title\n\n**Priority:** P2 | **Status:** Not Started | **Effort:** 4-8h\n`).join("\n"),
  );
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Bench", "-c", "user.email=bench@localhost", ...args], { cwd: root });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "Prompts");
  return root;
}

async function measure(name: string, tree: () => TreeReader): Promise<void> {
  const elapsed: number[] = [];
  const busy: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const startedMs = performance.now();
    const startedBusy = process.cpuUsage();
    const { tasks, problems } = await readTasks(tree(), config);
    const used = process.cpuUsage(startedBusy);
    elapsed.push(performance.now() - startedMs);
    busy.push((used.user + used.system) / 1000);
    if (tasks.length !== prompts) throw new Error(`expected ${prompts} tasks, got ${tasks.length}`);
    if (run === 0) console.log(`${name}: ${tasks.length} tasks, ${problems.length} problems`);
  }
  const sorted = (values: readonly number[]) => [...values.slice(1)].sort((a, b) => a - b).map((ms) => `${Math.round(ms)} ms`);
  const [wall, processor] = [sorted(elapsed), sorted(busy)];
  const middle = Math.floor(RUNS / 2);
  console.log(`${name}: median ${wall[middle]}, fastest ${wall[0]}, slowest ${wall.at(-1)} of ${RUNS}; processor ${processor[middle]}`);
}

const root = await makeRepository();
try {
  await measure("work tree", () => diskTree(root));
  await measure("commit", () => gitTree(new Git({ cwd: root }), "HEAD"));
  console.log(`Node ${process.version}; one process; peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
} finally {
  await rm(root, { recursive: true, force: true });
}
