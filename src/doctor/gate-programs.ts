import { findProgram } from "../agents/find-program.ts";
import type { Config } from "../core/config.ts";
import { SignalboxError } from "../core/errors.ts";
import type { Command } from "../core/task.ts";
import { run } from "../system/run.ts";
import { type HealthFinding, healthy, unhealthy } from "./health-finding.ts";

const LOOK_MS_MAX = 10_000;
const LOOK_BYTES_MAX = 4_096;
const FIX = "install it, or correct the command in signalbox.yaml";

/** A program that a gate or an acceptance needs of this machine and that is not on PATH. */
interface MissingProgram {
  /** `gate test`, `the retry of gate test`, `acceptance`. */
  readonly of: string;
  readonly program: string;
}

/** Can the programs of all gates and acceptances be found here? */
export async function checkGatePrograms(config: Config, path: string): Promise<HealthFinding[]> {
  const missing = await missingPrograms(config, path);
  if (missing.length > 0) return missing.map((one) => unhealthy("gates", "problem", sentence(one), FIX));
  const count = config.gates.length;
  if (count > 0) return [healthy("gates", `${config.gates.map(({ name }) => name).join(", ")}: every program is on PATH`)];
  return [unhealthy("gates", "warning", "signalbox.yaml names no gate, so every tree passes", "add gates: (docs/configuration.md)")];
}

/**
 * Before a run: a gate whose program is not on this machine could judge no tree, main's included.
 * @throws SignalboxError `bad-config`
 */
export async function assertGatePrograms(config: Config, path: string): Promise<void> {
  const [first] = await missingPrograms(config, path);
  if (first !== undefined) throw new SignalboxError("bad-config", `signalbox.yaml: ${sentence(first)}`, { hint: FIX });
}

function sentence({ of, program }: MissingProgram): string {
  return `expected the program of ${of} on PATH, got no \`${program}\``;
}

async function missingPrograms({ gates, acceptance }: Config, path: string): Promise<readonly MissingProgram[]> {
  const commands: readonly (readonly [string, Command | null | undefined])[] = [
    ...gates.map((gate) => [`gate ${gate.name}`, gate.run] as const),
    ...gates.map((gate) => [`the retry of gate ${gate.name}`, gate.retry] as const),
    ["acceptance", acceptance.run],
    ...Object.entries(acceptance.tasks).map(([task, command]) => [`the acceptance of ${task}`, command] as const),
  ];
  const found = await Promise.all(
    commands.map(async ([of, command]) => {
      const program = command === null || command === undefined ? undefined : await missingProgram(command, path);
      return program === undefined ? [] : [{ of, program }];
    }),
  );
  return found.flat();
}

/** A program named by a path is the tree's to have; a line for the shell is only looked at where its first word is plain. */
async function missingProgram(command: Command, path: string): Promise<string | undefined> {
  const isLine = typeof command === "string";
  const program = isLine ? command.split(/\s+/).find((word) => word !== "" && !/^[A-Za-z_]\w*=/.test(word)) : command[0];
  if (program === undefined || program.includes("/") || (isLine && !/^[\w.+-]+$/.test(program))) return undefined;
  const isThere = isLine ? await shellKnows(program, path) : (await findProgram(program, path, "/")) !== undefined;
  return isThere ? undefined : program;
}

/** The shell is asked: it knows its own keywords and builtins. */
async function shellKnows(program: string, path: string): Promise<boolean> {
  const asked = await run("/bin/sh", ["-c", 'command -v -- "$1"', "sh", program], {
    cwd: "/",
    env: { PATH: path },
    timeoutMs: LOOK_MS_MAX,
    outputBytesMax: LOOK_BYTES_MAX,
  });
  return asked.exitCode === 0;
}
