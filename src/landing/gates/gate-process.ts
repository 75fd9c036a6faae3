import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { RUN_TOKEN_NAME, sweepProcesses } from "../../agents/process-tree.ts";
import { systemClock } from "../../system/clock.ts";
import { signalGroup } from "../../system/run.ts";

export interface GateProcessOptions {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Unique to this run: whatever still carries it afterwards is ended. */
  readonly token: string;
  readonly timeoutMs: number;
  /** Both outputs go here, in the order they arrived. */
  readonly outputFile: string;
  /** Output beyond this is counted, not kept. */
  readonly outputBytesMax: number;
  /** Standard output is also kept in memory up to this; default: not at all. */
  readonly stdoutBytesMax?: number;
  readonly signal?: AbortSignal;
}

export interface GateProcessResult {
  /** The program's own code; null when a signal ended it or it never started. */
  readonly exitCode: number | null;
  /** What ended it, when a signal did. */
  readonly signal: NodeJS.Signals | null;
  /** Why we ended it, or why there is nothing to judge; null when it ended by itself. */
  readonly ended: "timed-out" | "cancelled" | "spawn-failed" | "output-unwritable" | null;
  /** The last few thousand characters of output, or what the system said. */
  readonly tail: string;
  /** Standard output alone; null where it was not to be kept or was more than that. */
  readonly stdout: string | null;
  readonly ms: number;
}

const TAIL_CHARACTERS_MAX = 4_000;
/** A process that left the group may hold the output open; it is not waited for longer than this. */
const DRAIN_MS_MAX = 500;

/** Runs one program to its end, its output in a file of limited size, and leaves no process behind. Never rejects. */
export async function runGateProcess(options: GateProcessOptions): Promise<GateProcessResult> {
  const startedMs = performance.now();
  const [program = "", ...args] = options.argv;
  const output = limitedOutput(options.outputFile, options.outputBytesMax);
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...options.env, [RUN_TOKEN_NAME]: options.token },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let ended: GateProcessResult["ended"] = null;
  const end = (why: NonNullable<GateProcessResult["ended"]>) => {
    ended ??= why;
    signalGroup(child, "SIGKILL");
  };
  const cancel = () => end("cancelled");
  const timer = setTimeout(() => end("timed-out"), options.timeoutMs);
  options.signal?.addEventListener("abort", cancel, { once: true });
  if (options.signal?.aborted) cancel();
  const stdout = boundedText(options.stdoutBytesMax ?? 0);
  child.stdout.on("data", stdout.add);
  for (const stream of [child.stdout, child.stderr]) stream.on("data", output.write);
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once("exit", (...how) => resolve(how));
    child.once("error", (error) => {
      ended ??= "spawn-failed";
      output.write(Buffer.from(`${error.message}\n`));
      resolve([null, null]);
    });
  });
  clearTimeout(timer);
  options.signal?.removeEventListener("abort", cancel);
  signalGroup(child, "SIGKILL");
  await sweepProcesses(options.token, systemClock);
  await Promise.race([closed, sleep(DRAIN_MS_MAX, undefined, { ref: false })]);
  for (const stream of [child.stdout, child.stderr]) stream.destroy();
  const written = await output.close();
  if (!written) ended ??= "output-unwritable";
  return { exitCode, signal, ended, tail: output.tail(), stdout: stdout.text(), ms: performance.now() - startedMs };
}

function boundedText(bytesMax: number) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    add(chunk: Buffer): void {
      bytes += chunk.length;
      if (bytes <= bytesMax) chunks.push(chunk);
    },
    text: () => (bytesMax === 0 || bytes > bytesMax ? null : Buffer.concat(chunks).toString("utf8")),
  };
}

function limitedOutput(file: string, bytesMax: number) {
  const stream = createWriteStream(file, { mode: 0o600 });
  let failed = false;
  stream.on("error", () => {
    failed = true;
  });
  let kept = 0;
  let dropped = 0;
  let tail = "";
  return {
    write(chunk: Buffer): void {
      tail = (tail + chunk.toString("utf8")).slice(-TAIL_CHARACTERS_MAX);
      const room = Math.max(0, bytesMax - kept);
      const part = chunk.subarray(0, room);
      kept += part.length;
      dropped += chunk.length - part.length;
      if (part.length > 0 && !failed) stream.write(part);
    },
    tail: () => tail,
    /** @returns false when the file could not be written to its end. */
    async close(): Promise<boolean> {
      stream.end(dropped > 0 ? `\n[signalbox: ${dropped} more bytes were not kept]\n` : "");
      await finished(stream).catch(() => undefined);
      return !failed;
    },
  };
}
