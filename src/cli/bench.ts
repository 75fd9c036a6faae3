import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { EXIT, SignalboxError } from "../core/errors.ts";
import { type CommandContext, printJson } from "./output.ts";

/** Benchmarks are no part of the package; in a checkout they lie beside `src`. */
const DIRECTORY = fileURLToPath(new URL("../../bench/", import.meta.url));

/**
 * `signalbox bench [NAME] [ARGUMENTS]`: runs a benchmark of this checkout, which prints its method with its result;
 * without a name, lists them.
 */
export async function run(context: CommandContext, args: readonly string[]): Promise<number> {
  const benchmarks = await findBenchmarks();
  const [name, ...rest] = args;
  if (name === undefined) {
    const names = [...benchmarks.keys()];
    if (context.json) printJson(context, "bench", { benchmarks: names });
    else context.print(`benchmarks: ${names.join(", ")}\nnext: signalbox bench ${names[0] ?? "NAME"}`);
    return EXIT.done;
  }
  const file = benchmarks.get(name);
  if (file === undefined) {
    throw new SignalboxError("bad-input", `expected a benchmark (${[...benchmarks.keys()].join(", ")}), got \`${name}\``, {
      hint: "signalbox bench lists them",
    });
  }
  const lines: string[] = [];
  const code = await play(file, rest, context.json ? (line) => lines.push(line) : context.print, context.note);
  if (context.json) printJson(context, "bench", { benchmark: name, exitCode: code, lines });
  return code === 0 ? EXIT.done : EXIT.failed;
}

/** By name: `bench/NAME/run.ts`, `bench/NAME/NAME.ts` or `bench/NAME.ts`. */
async function findBenchmarks(): Promise<ReadonlyMap<string, string>> {
  const paths = await readdir(DIRECTORY, { recursive: true }).catch((cause: unknown) => {
    throw new SignalboxError("not-found", "expected the benchmarks' files, got none", { hint: "run it in a checkout of Signalbox", cause });
  });
  const entries = paths.flatMap((path) => {
    const match = /^([a-z-]+)(?:\.ts|\/run\.ts|\/\1\.ts)$/.exec(path);
    return match?.[1] === undefined ? [] : [[match[1], `${DIRECTORY}${path}`] as const];
  });
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Runs it to its end, however long that takes; Ctrl-C reaches it as well. */
async function play(
  file: string,
  args: readonly string[],
  say: (line: string) => unknown,
  note: (line: string) => void,
): Promise<number | null> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", file, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((done, failed) => {
    child.once("close", done);
    child.once("error", failed);
  });
  createInterface({ input: child.stdout }).on("line", say);
  createInterface({ input: child.stderr }).on("line", note);
  return ended;
}
