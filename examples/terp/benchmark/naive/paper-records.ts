import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Task } from "../../../../src/core/task.ts";

/** The records as an agent edits them by hand, by the prompts' own words. */

export const SESSION_TABLE = "docs/ACTIVE_SESSIONS.md";
const ROADMAP = "docs/roadmaps/MASTER_ROADMAP.md";
const ACTIVE = "docs/sessions/active";
const COMPLETED = "docs/sessions/completed";

/** Phase 1: a session file, and a line in the table of those who are working. */
export async function registerSession(clone: string, session: string, task: Task): Promise<void> {
  const started = new Date().toISOString().slice(0, 10);
  await mkdir(join(clone, ACTIVE), { recursive: true });
  await writeFile(
    join(clone, ACTIVE, `${session}.md`),
    `# Session: ${task.id} - ${task.title}\n\n**Status:** In Progress\n**Started:** ${started}\n**Branch:** main\n`,
  );
  const row = `| ${session} | ${task.id}: ${task.title} | main | ${task.declared.write[0] ?? ""} | 🟢 Active | ${started} |  |`;
  await change(join(clone, SESSION_TABLE), (text) => withRow(text, row));
}

/** Phase 4: the task complete in the roadmap, the session file among the completed ones, the own line gone. */
export async function completeSession(clone: string, session: string, task: string): Promise<void> {
  await change(join(clone, ROADMAP), (text) => withCompletion(text, task));
  await change(join(clone, SESSION_TABLE), (text) => text.replace(new RegExp(`^.*${session}.*\\n`, "m"), ""));
  await mkdir(join(clone, COMPLETED), { recursive: true });
  // A merge may have taken it away meanwhile.
  await rename(join(clone, ACTIVE, `${session}.md`), join(clone, COMPLETED, `${session}.md`)).catch(() => undefined);
}

/** The table of those who are working is the first; a new line goes below its last. */
function withRow(text: string, row: string): string {
  return text.replace(/(?:^\|.*\n)+/m, (table) => `${table}${row}\n`);
}

/** Both forms of an entry: a heading with a `Status` field, and a box to tick. */
export function withCompletion(text: string, task: string): string {
  const heading = new RegExp(`^(### ${task}:[^\\n]*\\n(?:(?!^#).*\\n)*?.*?\\*\\*Status:\\*\\*) [^|\\n]*?( \\||\\n)`, "m");
  const ticked = text.replace(new RegExp(`^- \\[ \\] (\\*\\*${task}:)`, "m"), "- [x] $1");
  return ticked.replace(heading, "$1 ✅ Complete$2");
}

async function change(file: string, edit: (text: string) => string): Promise<void> {
  await writeFile(file, edit(await readFile(file, "utf8")));
}
