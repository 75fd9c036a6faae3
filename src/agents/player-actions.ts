import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { AgentEvent } from "../core/agent.ts";

/** What the scripted agent can do, in its working directory, with the rights of an agent: none of it is checked. */

const OUTPUT_CHARACTERS_MAX = 2000;

/** Says something to the driver: one event, one line of JSON. */
export function tell(event: AgentEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

export function say(text: string): void {
  tell({ kind: "text", text });
}

export function writeWhole(path: string, content: string): void {
  tell({ kind: "tool", tool: "edit", title: `Write ${path}`, paths: [path] });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** @param mayBeDone an earlier attempt may have made this edit and died: then its result is as good. */
export function edit(path: string, find: string, replace: string, mayBeDone: boolean): void {
  tell({ kind: "tool", tool: "edit", title: `Edit ${path}`, paths: [path] });
  const text = readFileSync(path, "utf8");
  const places = text.split(find).length - 1;
  if (mayBeDone && places === 0 && text.includes(replace)) return;
  if (places !== 1) throw new Error(`expected the text to replace exactly once in ${path}, got it ${places} times`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
}

/** @param mayBeDone as for `edit`: then a missing file is as good. */
export function remove(path: string, mayBeDone: boolean): void {
  tell({ kind: "tool", tool: "delete", title: `Delete ${path}`, paths: [path] });
  rmSync(path, { recursive: true, force: mayBeDone });
}

/** @param must when true a failure ends the agent; otherwise it is only said. */
export function runCommand(argv: readonly string[], must: boolean): void {
  tell({ kind: "tool", tool: "execute", title: argv.join(" ").slice(0, 300), paths: [] });
  const [program = "", ...args] = argv;
  const result = spawnSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 64 * 1024 * 1024 });
  const output = `${result.stdout ?? ""}${result.stderr ?? ""}`.trim().slice(-OUTPUT_CHARACTERS_MAX);
  const failed = result.error !== undefined || result.status !== 0;
  const ending = result.error?.message ?? `exit ${result.status ?? result.signal}`;
  if (failed && must) throw new Error(`expected \`${argv.join(" ")}\` to succeed, got ${ending}: ${output}`);
  if (failed || output !== "") say(failed ? `${argv.join(" ")}: ${ending}\n${output}` : output);
}

/** The agent's own commit, made as agents make them: with the git they find. Nothing to commit is no fault. */
export function commitAll(subject: string): void {
  runCommand(["git", "add", "--all"], true);
  const isEmpty = spawnSync("git", ["diff", "--cached", "--quiet"], { stdio: "ignore" }).status === 0;
  if (isEmpty) say("Nothing to commit.");
  else runCommand(["git", "commit", "--quiet", "--message", subject], true);
}

/** Leaves a process that outlives the agent: forked twice, in a session of its own, holding none of our pipes. */
export function leaveDaemon(seconds: number): void {
  spawnSync("sh", ["-c", 'setsid sleep "$1" </dev/null >/dev/null 2>&1 &', "sh", String(seconds)], { stdio: "ignore" });
  say(`Left a process sleeping for ${seconds} s.`);
}

/** Prints so many bytes of lines that say nothing. */
export async function flood(bytes: number): Promise<void> {
  const line = `${"x".repeat(99)}\n`;
  for (let left = bytes; left > 0; ) {
    const text = line.repeat(Math.ceil(Math.min(left, 65_536) / line.length)).slice(0, left);
    left -= text.length;
    await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
  }
  process.stdout.write("\n");
}
