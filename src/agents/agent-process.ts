import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { AgentRequest, AgentRun } from "../core/agent.ts";
import { messageOf } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import type { Finish, ProgramHandle, StartConversation } from "./conversation.ts";
import { endProcessTree, type ProcessTree } from "./process-tree.ts";
import type { WrappedProgram } from "./sandbox.ts";
import { openTranscript, type Transcript } from "./transcript.ts";

export interface AgentProcessOptions {
  readonly request: AgentRequest;
  readonly program: WrappedProgram;
  readonly converse: StartConversation;
  /** Values that must not appear in events or transcript. */
  readonly secrets: readonly string[];
  /** Marks every process of this run; see `RUN_TOKEN_NAME`. */
  readonly token: string;
  readonly clock: Clock;
}

type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };
type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const TIMEOUT_GRACE_MS = 2000;
/** How long output may still come after the last process we know of has ended. */
const DRAIN_MS = 2000;
/** Longer waits overflow Node's timers, which then fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/**
 * Runs one agent program within its limits, from start to the end of its whole process tree.
 * @throws Error when the transcript cannot be opened; nothing was started then.
 */
export function runAgentProcess(options: AgentProcessOptions): AgentRun {
  // First, because it may fail: nobody would follow a child that was already started.
  const transcript = openTranscript(options.request.transcriptFile);
  const child = startChild(options.program);
  if (!(child instanceof Error)) return followChild(child, transcript, options);
  transcript.close();
  return finishedRun(options.request, { reason: "spawn-failed", detail: messageOf(child) });
}

/** A run that ended before anything was started. */
export function finishedRun(request: AgentRequest, finish: Finish): AgentRun {
  request.onEvent({ kind: "finished", ...finish });
  return { finished: Promise.resolve(finish), cancel: async () => undefined };
}

function startChild({ argv, cwd, env }: WrappedProgram): Child | Error {
  const [program = "", ...args] = argv;
  try {
    return spawn(program, args, { cwd, env: { ...env }, stdio: ["pipe", "pipe", "pipe"], detached: true });
  } catch (error) {
    // An argument with a NUL byte, or longer than the system takes.
    return error instanceof Error ? error : new Error(String(error));
  }
}

function followChild(child: Child, transcript: Transcript, options: AgentProcessOptions): AgentRun {
  const { request, clock, secrets } = options;
  const tree: ProcessTree = { rootPid: () => child.pid ?? null, token: options.token };
  let because: Finish | null = null;
  let isOver = false;
  const stop = async (finish: Finish, graceMs: number): Promise<void> => {
    // The process id may be another's by now, and the session's next attempt carries the same token.
    if (isOver) return;
    because ??= finish;
    const askedMs = clock.monotonicMs();
    if (graceMs > 0) await conversation.interrupt?.(graceMs);
    if (!isOver) await endProcessTree(tree, Math.max(0, graceMs - (clock.monotonicMs() - askedMs)), clock);
  };
  const conversation = options.converse({ request, transcript, program: handleOf(child, stop), secrets, clock });
  child.stdout.on("data", (chunk: Buffer) => conversation.hear("stdout", chunk));
  child.stderr.on("data", (chunk: Buffer) => conversation.hear("stderr", chunk));

  const timer = new AbortController();
  const { timeoutMs } = request.limits;
  void clock.sleep(Math.min(timeoutMs, TIMER_MS_MAX), timer.signal).then(() => {
    if (!timer.signal.aborted) void stop({ reason: "timed-out", detail: `no end after ${timeoutMs} ms` }, TIMEOUT_GRACE_MS);
  });
  const closed = new Promise<boolean>((resolve) => child.once("close", () => resolve(true)));
  const finish = async (): Promise<Finish> => {
    const exit = await exitOf(child);
    timer.abort();
    const leftPids = await endProcessTree(tree, 0, clock);
    const isSilent = await within(closed, DRAIN_MS, clock);
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    const ending = finishOf(exit, await conversation.end(), conversation.exitIsACrash);
    const { reason, detail } = because ?? ending;
    const result = { reason, detail: [detail, ...leftovers(leftPids, isSilent)].join("; ") };
    isOver = true;
    request.onEvent({ kind: "finished", ...result });
    return result;
  };
  const finished = finish();
  return {
    finished,
    cancel: async (graceMs) => {
      await stop({ reason: "cancelled", detail: "ended by the coordinator" }, graceMs);
      await finished;
    },
  };
}

function handleOf(child: Child, stop: ProgramHandle["stop"]): ProgramHandle {
  // The program may close its input early; that is its right, not our fault.
  child.stdin.on("error", () => undefined);
  return {
    write: (text) => void (child.stdin.writable && child.stdin.write(text)),
    endInput: () => void child.stdin.end(),
    stop,
  };
}

/** What the promise says, or false when it says nothing within `ms`. */
async function within(promise: Promise<boolean>, ms: number, clock: Clock): Promise<boolean> {
  const waiting = new AbortController();
  const late = clock.sleep(ms, waiting.signal).then(() => false);
  return Promise.race([promise, late]).finally(() => waiting.abort());
}

/** What an unconfined agent may leave behind in spite of everything, in words. */
function leftovers(pids: readonly number[], isSilent: boolean): readonly string[] {
  return [
    ...(pids.length === 0 ? [] : [`cannot end processes ${pids.join(", ")}`]),
    ...(isSilent ? [] : ["a process that hides its origin still holds the agent's output"]),
  ];
}

function exitOf(child: Child): Promise<Exit | Error> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", resolve);
  });
}

/** How a program ended by itself. A sandbox or a shell reports the signal that killed what it ran as 128 + its number. */
function finishOf(exit: Exit | Error, lastLine: string, exitIsACrash: boolean): Finish {
  if (exit instanceof Error) return { reason: "spawn-failed", detail: messageOf(exit) };
  const said = lastLine === "" ? "" : `: ${lastLine}`;
  if (exit.code === 0 && exitIsACrash) return { reason: "exited-nonzero", detail: `exit 0 before its turn was over${said}` };
  if (exit.code === 0) return { reason: "completed", detail: "exit 0" };
  if (exit.signal !== null) return { reason: "killed", detail: `${exit.signal}${said}` };
  if (exit.code !== null && exit.code > 128 && exit.code <= 128 + 64) {
    return { reason: "killed", detail: `signal ${exit.code - 128}${said}` };
  }
  return { reason: "exited-nonzero", detail: `exit ${exit.code}${said}` };
}
