import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { messageOf, SignalboxError } from "../core/errors.ts";

/**
 * What scripted agents play, from a YAML or JSON file. Each step is one action; any step may carry `attempts` (played
 * only on these) and `again` (played on every attempt, even when an earlier one finished it). Paths in `from`,
 * `findFrom`, `replaceFrom` are relative to the script's folder; paths of `write`, `edit`, `delete` to the workspace.
 */

const modifiers = { attempts: z.array(z.int().positive()).min(1).optional(), again: z.boolean().optional() };
const path = z.string().min(1).max(1000);
const line = z.string().min(1).max(4000);
const action = <T extends z.ZodRawShape>(shape: T) => z.strictObject({ ...shape, ...modifiers });

export const scriptStepSchema = z.union([
  action({ think: z.number().nonnegative().describe("milliseconds to wait") }),
  action({ say: line }),
  action({ write: path.describe("new or whole file"), from: path }),
  action({ write: path, content: z.string() }),
  action({ edit: path, find: z.string().min(1).describe("must occur exactly once"), replace: z.string() }),
  action({ edit: path, findFrom: path, replaceFrom: path }),
  action({ edit: path, findFrom: path, replace: z.string() }),
  action({ edit: path, find: z.string().min(1), replaceFrom: path }),
  action({ delete: path }),
  action({ run: z.array(z.string()).min(1), must: z.boolean().optional() }),
  action({ commit: line.describe("the agent's own git commit of everything") }),
  action({ part: z.string().min(1).max(200).describe("submit a part and wait for the answer") }),
  action({ crash: z.literal(true).describe("kill itself; only on attempt 1 unless `attempts` says otherwise") }),
  action({ hang: z.literal(true) }),
  action({ ask: line.describe("ask a person and end; only on attempt 1 unless `attempts` says otherwise") }),
  action({ limited: z.number().nonnegative().describe("meet a rate limit of so many milliseconds and end; on attempt 1 as above") }),
  action({ daemon: z.number().positive().describe("leave a daemonised child that sleeps so many seconds") }),
  action({ flood: z.int().positive().describe("bytes to print") }),
  action({ exit: z.int().min(0).max(255) }),
  action({ claimSuccess: line.describe("say success and end with exit 0, whatever was done") }),
]);

export const scriptSchema = z.strictObject({
  tasks: z.record(z.string(), z.strictObject({ steps: z.array(scriptStepSchema).max(1000) })),
});

export type ScriptStep = z.infer<typeof scriptStepSchema>;
/** A step that needs no other file: what the player is given. */
export type PlayStep = Exclude<ScriptStep, { from: string } | { findFrom: string } | { replaceFrom: string }>;

const FILE_BYTES_MAX = 16 * 1024 * 1024;

/**
 * The steps of one task, with the contents of all files they name read in.
 * @throws SignalboxError `not-found` for a missing file or task, `bad-input` for a script that is not valid.
 */
export async function loadScript(file: string, task: string): Promise<readonly PlayStep[]> {
  const parsed = scriptSchema.safeParse(parseScript(file, await readText(file)));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SignalboxError(
      "bad-input",
      `${file}: expected a valid script, got a problem at ${issue?.path.join(".") || "the top level"}: ${issue?.message ?? "unknown"}`,
      { hint: "src/agents/script.ts lists the steps a script may have" },
    );
  }
  const play = Object.hasOwn(parsed.data.tasks, task) ? parsed.data.tasks[task] : undefined;
  if (play === undefined) {
    throw new SignalboxError("not-found", `${file}: expected steps for ${task}, got \`${Object.keys(parsed.data.tasks).join(", ")}\``, {
      hint: `add ${task} under tasks, or run it with another agent`,
    });
  }
  return Promise.all(play.steps.map((step) => withContents(step, dirname(file))));
}

function parseScript(file: string, text: string): unknown {
  try {
    // Each start reads it, and YAML takes a hundred times as long.
    return file.endsWith(".json") ? JSON.parse(text) : parse(text);
  } catch (error) {
    throw new SignalboxError("bad-input", `${file}: expected YAML or JSON, got \`${messageOf(error)}\``);
  }
}

async function withContents(step: ScriptStep, folder: string): Promise<PlayStep> {
  if ("from" in step) {
    const { from, ...rest } = step;
    return { ...rest, content: await readInside(folder, from) };
  }
  if ("edit" in step) {
    const { attempts, again, edit } = step;
    const find = "find" in step ? step.find : await readInside(folder, step.findFrom);
    const replace = "replace" in step ? step.replace : await readInside(folder, step.replaceFrom);
    return { edit, find, replace, ...(attempts && { attempts }), ...(again && { again }) };
  }
  return step;
}

function readInside(folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  if (isAbsolute(name) || relative(folder, file).startsWith("..")) {
    throw new SignalboxError("bad-input", `expected a path inside the script's folder, got \`${name}\``);
  }
  return readText(file);
}

async function readText(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || !found.isFile()) throw new SignalboxError("not-found", `expected a file, got nothing at \`${file}\``);
  if (found.size > FILE_BYTES_MAX) {
    throw new SignalboxError("bad-input", `expected at most ${FILE_BYTES_MAX} bytes, got ${found.size} in \`${file}\``);
  }
  return readFile(file, "utf8");
}
