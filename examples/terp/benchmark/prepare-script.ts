import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { type ScriptStep, scriptSchema } from "../../../src/agents/script.ts";
import { seededRandom } from "../../../src/core/seeded-random.ts";

const AGENTS = fileURLToPath(new URL("../agents", import.meta.url));
/** A thought takes from 0.7 to 1.3 times as long as recorded. */
const SPREAD = 0.6;
const FAST = 0.1;

/**
 * The recorded script with other thinking times, drawn from `seed`: every run of the benchmark differs, and all variants of one
 * run are given the same file. Nothing but `think` is changed.
 * @param fast a tenth of the thinking.
 * @returns a folder to remove, and the script in it.
 */
export async function prepareScript(seed: number, fast: boolean): Promise<{ readonly folder: string; readonly script: string }> {
  const folder = await mkdtemp(join(tmpdir(), "signalbox-benchmark-"));
  await cp(AGENTS, folder, { recursive: true });
  // JSON: long lines written as YAML were folded, and came back changed.
  const script = join(folder, "script.json");
  const random = seededRandom(seed);
  const { tasks } = scriptSchema.parse(parse(await readFile(join(folder, "script.yaml"), "utf8")));
  const retimed = (step: ScriptStep): ScriptStep => {
    if (!("think" in step)) return step;
    return { ...step, think: Math.round(step.think * (1 - SPREAD / 2 + SPREAD * random.fraction()) * (fast ? FAST : 1)) };
  };
  const played = Object.entries(tasks).map(([task, { steps }]) => [task, { steps: steps.map(retimed) }]);
  await writeFile(script, JSON.stringify({ tasks: Object.fromEntries(played) }));
  return { folder, script };
}
