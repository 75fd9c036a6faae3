import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { parseConfig } from "../../../../src/core/config.ts";
import { sessionId } from "../../../../src/core/ids.ts";
import type { Task } from "../../../../src/core/task.ts";
import { Git } from "../../../../src/git/git.ts";
import { splitLines } from "../../../../src/records/lines.ts";
import { readSessionTable } from "../../../../src/records/session-entries.ts";
import { diskTree } from "../../../../src/tasks/disk-tree.ts";
import { readTasks } from "../../../../src/tasks/read-tasks.ts";
import { commitAll, type PaperPlay, type PaperSession } from "./paper-play.ts";
import { registerSession, SESSION_TABLE } from "./paper-records.ts";
import { pullKeepingAll, push } from "./push-to-main.ts";

const MODULES = fileURLToPath(new URL("../../../../node_modules", import.meta.url));
const REGISTRATIONS_MAX = 20;

/**
 * Phase 1 of the prompts: read the records, register by a push to main; refused, pull, keep all entries and push again.
 * An agent that sees in what it pulled that somebody else is registered for its task takes another.
 * @returns undefined when every task is done or taken.
 */
export async function openSession(play: PaperPlay, folder: string): Promise<PaperSession | undefined> {
  const { clone, home } = await makeClone(play, folder);
  const git = new Git({ cwd: clone });
  for (let tries = 0; tries < REGISTRATIONS_MAX; tries++) {
    await git.run(["fetch", "--quiet", "origin"]);
    await git.run(["reset", "--quiet", "--hard", "origin/main"]);
    const task = await nextTask(clone);
    if (task === undefined) return undefined;
    const session = { id: sessionId(task.id, new Date(), play.random.hex(4)), task: task.id, clone, home, fromMs: Date.now() };
    await registerSession(clone, session.id, task);
    await commitAll(clone, task.id, `chore: register session for ${task.id}`);
    if (await pushRegistration(play, session)) {
      play.say(task.id, `registered ${session.id}`);
      return session;
    }
    play.say(task.id, "somebody else was first; taking another task");
  }
  return undefined;
}

async function makeClone({ root, remote }: PaperPlay, folder: string): Promise<{ readonly clone: string; readonly home: string }> {
  // Three folders down, as a workspace of Signalbox is: a script that leaves its folder stays in the play's.
  const place = join(folder, String(Date.now()));
  const [clone, home] = [join(place, "tree"), join(place, "home")];
  await mkdir(home, { recursive: true });
  await new Git({ cwd: root }).run(["clone", "--quiet", remote, clone]);
  await symlink(MODULES, join(clone, "node_modules"));
  return { clone, home };
}

/** The first open task, the most urgent first, for which nobody is listed as working. */
async function nextTask(clone: string): Promise<Task | undefined> {
  const config = parseConfig(parse(await readFile(join(clone, "signalbox.yaml"), "utf8")));
  const { tasks } = await readTasks(diskTree(clone), config);
  const taken = new Set((await liveSessions(clone)).flatMap((entry) => entry.tasks));
  const open = tasks.filter(({ id, status, promptFile }) => status === "todo" && promptFile !== null && !taken.has(id));
  return open.toSorted((a, b) => (a.priority ?? "P9").localeCompare(b.priority ?? "P9"))[0];
}

async function liveSessions(clone: string) {
  const { entries } = readSessionTable(splitLines(await readFile(join(clone, SESSION_TABLE), "utf8")));
  return entries.filter(({ section }) => section === "live");
}

async function pushRegistration(play: PaperPlay, session: PaperSession): Promise<boolean> {
  for (let tries = 0; tries < REGISTRATIONS_MAX; tries++) {
    if (await push(session.clone)) return true;
    await pullKeepingAll(play, session);
    const others = (await liveSessions(session.clone)).filter(({ sessions }) => !sessions.includes(session.id));
    if (others.some(({ tasks }) => tasks.includes(session.task))) return false;
  }
  return false;
}
