import type { PlayStep } from "../../../src/agents/script.ts";
import type { ModelAction, ModelScript, ModelStep } from "../../../src/simulation/model-server/script.ts";
import { editCommand, quoted } from "../../../src/simulation/model-server/shell-commands.ts";

/**
 * What a scripted agent plays, as the script of a model that a real agent program asks: the same solutions and the same
 * disasters, done with the program's own tools. Two things differ. A part is submitted by our tool, so one that is given
 * none lands DATA-001 as one change. And a program that is started again may be told everything from the beginning: what it
 * did before it does once more, and an edit that is already made does no harm.
 * @param attempt 1, or 2 when the prompt tells that a change came back.
 */
export function modelScript(play: readonly PlayStep[], attempt: number): ModelScript {
  const script: ModelStep[] = [];
  const read = new Set<string>();
  let next: ModelStep = {};
  const act = (action: ModelAction) => {
    script.push({ ...next, do: action });
    next = {};
  };
  for (const step of play.filter(({ attempts }) => attempts === undefined || attempts.includes(attempt))) {
    if ("claimSuccess" in step) return [...script, { ...next, say: step.claimSuccess }];
    if ("think" in step) next = { ...next, delayMs: step.think };
    if ("say" in step) next = { ...next, say: step.say };
    const action = actionOf(step);
    if (action === null) continue;
    // Some programs change only what their model has read; of a file that is not there it reads just that.
    const path = "edit" in action ? action.edit : "write" in action ? action.write : null;
    if (path !== null && !read.has(path)) act({ read: path });
    if (path !== null) read.add(path);
    act(action);
  }
  return [...script, { say: "Done.", ...next }];
}

/** gemini without a person refuses its edit tools such files. */
const BUILD_FILES = new Set(["package.json"]);

/** Kills its agent once a session: HOME is the session's own, and outlives the agent. */
const CRASH = 'test -e "$HOME/.crashed" || { : > "$HOME/.crashed"; kill -9 $PPID; sleep 60; }';

/** Null for what a model does not do: it thinks and says. */
function actionOf(step: PlayStep): ModelAction | null {
  if ("write" in step) return { write: step.write, content: step.content };
  if ("edit" in step) {
    const { edit, find, replace } = step;
    // An edit tool would insert a second time what is inserted already.
    return BUILD_FILES.has(edit) || replace.includes(find) ? { run: editCommand(edit, find, replace) } : { edit, find, replace };
  }
  // Without -f: codex refuses that.
  if ("delete" in step) return { run: `rm -- ${quoted(step.delete)}` };
  if ("run" in step) return { run: step.run.map(quoted).join(" ") };
  if ("commit" in step) return { run: `git add --all && git commit --quiet --message ${quoted(step.commit)}` };
  if ("part" in step) return { mcp: "submit", input: { part: true, subject: step.part }, without: "true" };
  if ("crash" in step) return { run: CRASH };
  if ("daemon" in step) return { run: `setsid sleep ${step.daemon} </dev/null >/dev/null 2>&1 &` };
  return null;
}
