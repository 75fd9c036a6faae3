import { argvOf, type Command } from "../core/task.ts";
import { run } from "../system/run.ts";

const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;
const DETAIL_CHARACTERS = 400;

/** Runs a command of the owner's configuration with the owner's own environment: a backup, a repair. */
export async function runOwnerCommand(
  cwd: string,
  command: Command,
  timeoutMs: number,
): Promise<{ readonly passed: boolean; readonly detail: string }> {
  const [program = "", ...args] = argvOf(command);
  const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const result = await run(program, args, { cwd, env, timeoutMs, outputBytesMax: OUTPUT_BYTES_MAX });
  const said = `${result.stdout.toString("utf8")}\n${result.stderr}`.trim().slice(-DETAIL_CHARACTERS);
  const ending = result.ended ?? `exit ${result.exitCode}`;
  return { passed: result.ended === null && result.exitCode === 0, detail: said === "" ? ending : `${ending}: ${said}` };
}
