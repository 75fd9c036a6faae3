import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Git } from "../../../../src/git/git.ts";
import { run } from "../../../../src/system/run.ts";
import { commitAll, type PaperPlay, type PaperSession } from "./paper-play.ts";
import { completeSession } from "./paper-records.ts";
import { playScript, sessionEnvironment } from "./play-script.ts";
import { pushToMain } from "./push-to-main.ts";

const REPAIR = "REPAIR";
const CHECK_MS_MAX = 300_000;
/** Phases 2 to 4 of one session, to its end or to the death of its agent, whom nobody follows. */
export async function workSession(play: PaperPlay, session: PaperSession): Promise<void> {
  const { task, clone, id } = session;
  const ended = await playScript(play, session, task, () => submitPart(play, session));
  if (ended !== 0) {
    play.worked({ task, session: id, fromMs: session.fromMs, untilMs: Date.now() });
    play.say(task, "its agent died; its line stays in the table");
    return;
  }
  const hasWork = (await commitAll(clone, task, `${task}: work`)) || (await isAhead(clone));
  const checkedMs = hasWork ? await check(play, session) : session.fromMs;
  await completeSession(clone, id, task);
  await commitAll(clone, task, `chore: complete ${task}`);
  const landed = await pushToMain(play, session);
  play.worked({ task, session: id, fromMs: checkedMs, untilMs: Date.now() });
  play.say(task, landed ? `complete${hasWork ? "" : ", it says"}` : "refused three times; it stays in its clone");
}

/** A part goes to main as soon as it is there: the prompt of the long task says so. */
async function submitPart(play: PaperPlay, session: PaperSession): Promise<string> {
  await commitAll(session.clone, session.task, `${session.task}: part`);
  return (await pushToMain(play, session)) ? "pushed to main" : "refused three times";
}

async function isAhead(clone: string): Promise<boolean> {
  return (await new Git({ cwd: clone }).text(["rev-list", "origin/main..HEAD"])) !== "";
}

/**
 * The checks the prompts ask for, on the agent's own tree, once, before it pushes. Red by main's own fault, the agent repairs that as
 * well (as two did at once, in the project this is modelled on). Red for another reason, it pushes what it has.
 * @returns since when it works on its own task again: the repair is journalled as a task of its own.
 */
async function check(play: PaperPlay, session: PaperSession): Promise<number> {
  const { task, id, clone, fromMs } = session;
  if (await passes(play, session)) return fromMs;
  const repairMs = Date.now();
  const ended = await playScript(play, session, REPAIR, async () => "");
  if (ended !== 0 || !(await commitAll(clone, REPAIR, "Repair a failing test"))) {
    play.say(task, "its checks fail; it goes on");
    return fromMs;
  }
  const untilMs = Date.now();
  play.worked({ task, session: id, fromMs, untilMs: repairMs });
  play.worked({ task: REPAIR, session: id, fromMs: repairMs, untilMs });
  play.say(task, `main's failing test is repaired on the way; checks ${(await passes(play, session)) ? "pass" : "still fail"}`);
  return untilMs;
}

async function passes(play: PaperPlay, session: PaperSession): Promise<boolean> {
  const options = { cwd: session.clone, env: sessionEnvironment(play, session), timeoutMs: CHECK_MS_MAX, outputBytesMax: 1e8 };
  const prompt = await readFile(join(session.clone, "docs", "prompts", `${session.task}.md`), "utf8");
  for (const args of checksIn(prompt)) if ((await run("npm", args, options)).exitCode !== 0) return false;
  return true;
}

/** What npm is asked to do by Phase 3 of a prompt, in the line that says what must pass. */
export function checksIn(prompt: string): readonly (readonly string[])[] {
  const line = /^### Phase 3[\s\S]*?^(1\. .* pass\.)$/m.exec(prompt)?.[1] ?? "";
  return [...line.matchAll(/`npm ([a-z ]+)`/g)].map(([, words = ""]) => words.split(" "));
}
