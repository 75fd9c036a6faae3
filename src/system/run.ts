import { type ChildProcess, spawn } from "node:child_process";

export interface RunOptions {
  readonly cwd: string;
  /** The whole environment of the program; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly timeoutMs: number;
  /** Standard output beyond this ends the program; standard error is cut instead. */
  readonly outputBytesMax: number;
  readonly signal?: AbortSignal;
}

export interface RunResult {
  /** The program's own code; -1 when a signal ended it or it never started. */
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Why we ended it, or that it could not start; null when it ended by itself. */
  readonly ended: "timed-out" | "output-limit" | "cancelled" | "spawn-failed" | null;
  readonly ms: number;
}

const STDERR_BYTES_MAX = 1024 * 1024;

/** Sends `signal` to the process group of `child`, which must have been started detached. A group that is gone is no fault. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: everything in the group has ended already.
  }
}

/**
 * Runs a program to its end within limits and returns what it said; never rejects. The program leads a process group
 * of its own, and the whole group is killed when a limit is reached: a helper that outlives its parent could still
 * act (a push could still move a ref).
 */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: options.cwd, env: { ...options.env }, stdio: ["pipe", "pipe", "pipe"], detached: true });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let outBytes = 0;
    let errBytes = 0;
    let ended: RunResult["ended"] = null;
    const end = (why: NonNullable<RunResult["ended"]>) => {
      ended ??= why;
      signalGroup(child, "SIGKILL");
    };
    const cancel = () => end("cancelled");
    const timer = setTimeout(() => end("timed-out"), options.timeoutMs);
    const settle = (exitCode: number) => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", cancel);
      resolve({
        exitCode,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString("utf8"),
        ended,
        ms: performance.now() - startedMs,
      });
    };
    child.on("error", (error) => {
      ended ??= "spawn-failed";
      err.push(Buffer.from(error.message));
      if (child.pid === undefined) settle(-1);
    });
    child.stdout.on("data", (chunk: Buffer) => {
      outBytes += chunk.length;
      if (outBytes > options.outputBytesMax) end("output-limit");
      else out.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (errBytes < STDERR_BYTES_MAX) err.push(chunk.subarray(0, STDERR_BYTES_MAX - errBytes));
      errBytes += chunk.length;
    });
    child.on("close", (code) => settle(code ?? -1));
    // The program may close its input early; that is its right, not our fault.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    if (options.signal?.aborted) cancel();
    else options.signal?.addEventListener("abort", cancel, { once: true });
  });
}
