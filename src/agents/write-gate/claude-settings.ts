/** The tools of claude that write files (2.1.330). */
const WRITING_TOOLS = "Edit|MultiEdit|Write|NotebookEdit";
/** Longer than the hook itself waits for an answer. */
const HOOK_SECONDS_MAX = 45;

/** What `claude --settings` takes so that a program is asked before each write. */
export function askingSettings(hook: readonly string[]): string {
  const command = hook.map(quoted).join(" ");
  const hooks = { PreToolUse: [{ matcher: WRITING_TOOLS, hooks: [{ type: "command", command, timeout: HOOK_SECONDS_MAX }] }] };
  return JSON.stringify({ hooks });
}

/** claude gives the command to a shell; all words of it are our own. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
