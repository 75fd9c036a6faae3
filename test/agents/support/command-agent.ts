import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Step } from "./steps.ts";
import { stepsIn } from "./steps.ts";

/**
 * A program that really says what it does as agents do: `node command-agent.ts DIALECT OPTIONS`, DIALECT being `text`,
 * `claude` or `codex`. It reads its prompt from standard input and plays the steps in it; of a resumed session
 * (`--resume ID`, `resume ID`) only those not done before. As claude it runs the `PreToolUse` hooks of its `--settings`.
 */

const [dialect = "text", ...options] = process.argv.slice(2);
const after = (name: string): string | undefined => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);
const doneFile = join(homedir(), ".command-agent.json");
const session = after("--resume") ?? after("resume") ?? `${dialect}-${randomUUID()}`;
let calls = 0;
const denials: object[] = [];

function doneBefore(): number {
  try {
    return JSON.parse(readFileSync(doneFile, "utf8"))[session] ?? 0;
  } catch {
    return 0;
  }
}

function print(line: string | object): void {
  process.stdout.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`);
}

const item = (one: object) => print({ type: "item.completed", item: one });
const claude = (part: object) => print({ type: "assistant", message: { role: "assistant", content: [part] } });

function say(text: string): void {
  if (dialect === "text") print(text);
  else if (dialect === "claude") claude({ type: "text", text });
  else item({ type: "agent_message", text });
}

/** One use of a tool, told of as the dialect does. @returns false when a hook has denied it. */
function use(name: "Write" | "Bash", input: { readonly file_path?: string; readonly command?: string }, act: () => void): boolean {
  calls += 1;
  const id = `toolu_${calls}`;
  if (dialect === "claude") claude({ type: "tool_use", id, name, input });
  if (dialect === "codex" && input.command !== undefined)
    print({ type: "item.started", item: { type: "command_execution", command: input.command } });
  const denied = dialect === "claude" ? deniedBy(name, input) : undefined;
  if (denied === undefined) act();
  if (dialect === "claude")
    print({
      type: "user",
      message: { content: [{ type: "tool_result", tool_use_id: id, content: denied ?? "done", is_error: denied !== undefined }] },
      tool_result_meta: [
        {
          id,
          permission_decision: denied === undefined ? { decision: "accept", source: "config" } : { decision: "reject", source: "hook" },
        },
      ],
    });
  if (dialect === "codex" && input.file_path !== undefined)
    item({ type: "file_change", changes: [{ path: input.file_path, kind: "add" }] });
  if (dialect === "text") print(`${name} ${input.file_path ?? input.command}`);
  if (denied !== undefined) {
    denials.push({ tool_name: name, tool_use_id: id, tool_input: input });
    say(`Denied: ${denied}`);
  }
  return denied === undefined;
}

/** Claude's hooks: JSON on standard input; a decision as JSON on standard output, or exit 2 with the reason on standard error. */
function deniedBy(tool_name: string, tool_input: object): string | undefined {
  const settings = after("--settings");
  if (settings === undefined) return undefined;
  const { hooks } = JSON.parse(settings.startsWith("{") ? settings : readFileSync(settings, "utf8"));
  for (const { matcher, hooks: commands } of hooks?.PreToolUse ?? []) {
    if (!new RegExp(`^(?:${matcher})$`).test(tool_name)) continue;
    for (const { command, timeout } of commands) {
      const input = JSON.stringify({ session_id: session, hook_event_name: "PreToolUse", cwd: process.cwd(), tool_name, tool_input });
      const ran = spawnSync("sh", ["-c", command], { input, encoding: "utf8", timeout: timeout * 1000 });
      if (ran.status === 2) return ran.stderr.trim();
      if (ran.status !== 0 || ran.stdout.trim() === "") continue;
      const { hookSpecificOutput: said } = JSON.parse(ran.stdout);
      if (said?.permissionDecision === "deny") return said.permissionDecisionReason;
    }
  }
  return undefined;
}

async function play(step: Step): Promise<void> {
  if ("say" in step) say(step.say);
  if ("write" in step) {
    const path = join(process.cwd(), step.write);
    const write = () =>
      use("Write", { file_path: path }, () => {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, step.content);
      });
    // A model that was told why tries again.
    if (!write() && step.insist) write();
  }
  if ("run" in step) use("Bash", { command: step.run.join(" ") }, () => void spawnSync(step.run[0] ?? "", step.run.slice(1)));
  if ("garbage" in step) for (const line of step.garbage) print(line);
  if ("flood" in step) {
    for (let left = step.flood; left > 0; left -= 1000) {
      await new Promise<void>((resolve) => process.stdout.write(`${"x".repeat(999)}\n`, () => resolve()));
    }
  }
  if ("exit" in step) process.exit(step.exit);
  if ("kill" in step && process.env["SIGNALBOX_ATTEMPT"] === "1") process.kill(process.pid, "SIGKILL");
  if ("hang" in step) await new Promise(() => setInterval(() => undefined, 60_000));
}

if (options.includes("--silent")) await new Promise(() => setInterval(() => undefined, 60_000));
let prompt = "";
for await (const chunk of process.stdin) prompt += chunk;
if (dialect === "claude") print({ type: "system", subtype: "init", session_id: session });
if (dialect === "codex") print({ type: "thread.started", thread_id: session });
const steps = stepsIn(prompt);
const done = doneBefore();
for (const [index, step] of steps.slice(done).entries()) {
  await play(step);
  writeFileSync(doneFile, JSON.stringify({ [session]: done + index + 1 }));
}
if (dialect === "claude")
  print({
    type: "result",
    ...{ subtype: "success", is_error: false, total_cost_usd: 0.1, usage: { input_tokens: 5, output_tokens: 7 } },
    permission_denials: denials,
  });
if (dialect === "codex") print({ type: "turn.completed", usage: { input_tokens: 5, output_tokens: 7 } });
