import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "../../agents/find-program.ts";
import type { Sandbox } from "../../agents/sandbox.ts";
import type { Random } from "../../core/ports.ts";
import { argvOf, type Command } from "../../core/task.ts";
import { runGateProcess } from "../gates/gate-process.ts";
import { scratchOf } from "../gates/sweep-gates.ts";

/** Where the tools of the ladder run: as gates do, in the same box, and without a network. */
export interface ToolContext {
  /** The whole environment, already allow-listed; HOME and TMPDIR are added per run. */
  readonly env: Readonly<Record<string, string>>;
  readonly sandbox: Sandbox;
  readonly random: Random;
  /** Directory for output files, and for each run's own HOME and TMPDIR, which go. */
  readonly directory: string;
  /** Absolute paths a tool may read although they are hidden: linked dependencies, a package manager's cache. */
  readonly readable: readonly string[];
  readonly hidden: readonly string[];
  readonly signal?: AbortSignal;
}

export interface ToolRun {
  readonly run: Command;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
}

const OUTPUT_BYTES_MAX = 1024 * 1024;
const DETAIL_CHARACTERS = 400;

/** Runs a tool to its end in a box without a network. @returns null when it ended well, otherwise what went wrong. */
export async function runTool(context: ToolContext, tool: ToolRun): Promise<string | null> {
  const [name = "", ...args] = argvOf(tool.run);
  const program = await findProgram(name, context.env["PATH"] ?? "", tool.cwd);
  if (program === undefined) return `${name} is not installed here`;
  const token = context.random.hex(16);
  const scratch = scratchOf(context.directory, token);
  const [home, temp] = [join(scratch, "home"), join(scratch, "tmp")];
  try {
    await Promise.all([home, temp].map((path) => mkdir(path, { recursive: true, mode: 0o700 })));
    const { readable, hidden, sandbox, signal } = context;
    const env = { ...context.env, ...tool.env };
    const wrapped = await sandbox.wrap({
      argv: [program, ...args],
      ...{ cwd: tool.cwd, home, temp, env, readable, hidden, writable: [], offline: true },
    });
    const limits = { timeoutMs: tool.timeoutMs, outputBytesMax: OUTPUT_BYTES_MAX, outputFile: join(scratch, "output.log") };
    const { exitCode, ended, tail } = await runGateProcess({ ...wrapped, ...limits, token, ...(signal === undefined ? {} : { signal }) });
    if (exitCode === 0 && ended === null) return null;
    return `${name} ${ended ?? `ended with ${exitCode}`}: ${tail.replace(/\s+/g, " ").trim().slice(-DETAIL_CHARACTERS)}`;
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}
