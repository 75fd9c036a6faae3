import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { scriptSchema } from "../../../src/agents/script.ts";

const SHARE = 0.1;

/**
 * The same script with a tenth of the thinking, beside it.
 * @returns its path.
 */
export async function shortenThinking(script: string): Promise<string> {
  const { tasks } = scriptSchema.parse(parse(await readFile(script, "utf8")));
  const shorter = Object.entries(tasks).map(([task, { steps }]) => [
    task,
    { steps: steps.map((step) => ("think" in step ? { ...step, think: step.think * SHARE } : step)) },
  ]);
  const file = join(dirname(script), "fast.json");
  await writeFile(file, JSON.stringify({ tasks: Object.fromEntries(shorter) }));
  return file;
}
