import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { SignalboxError } from "../core/errors.ts";
import { diskFault } from "../system/disk-fault.ts";
import { type RunResult, run } from "../system/run.ts";

/** Where git looks. Give `gitDir` (and `workTree`, `indexFile`) to look at a tree with a git directory of our own. */
export interface GitLocation {
  readonly gitDir?: string;
  readonly workTree?: string;
  readonly indexFile?: string;
  /** Directory git starts in; without `gitDir` git finds the repository from here. */
  readonly cwd?: string;
  /** Further object directories to read from, never written. */
  readonly objectDirectories?: readonly string[];
}

export interface GitRunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Default 120,000. After it git and all it started are killed. */
  readonly timeoutMs?: number;
  /** Default 256 MiB. */
  readonly outputBytesMax?: number;
  /** Exit codes that are answers, not faults. Default [0]. */
  readonly okExitCodes?: readonly number[];
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 120_000;
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Settings no repository may change for the coordinator: no hooks, no fsmonitor program, no signing, no background
 * gc, no surprising transports. These alone are not enough (a `core.fsmonitor` set in a workspace ran in the
 * coordinator's `git add` in spite of `core.hooksPath`; DESIGN §4), hence also our own git directories.
 */
const ISOLATION = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.untrackedCache=false",
  "commit.gpgSign=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "core.quotePath=false",
  "protocol.ext.allow=never",
  "init.defaultBranch=main",
].flatMap((setting) => ["-c", setting]);

/** What git needs for transports and credentials, and nothing that redirects it to another repository. */
const PASSED_THROUGH =
  /^(PATH|HOME|USER|LOGNAME|TMPDIR|XDG_CONFIG_HOME|SSH_AUTH_SOCK|GIT_SSH|GIT_SSH_COMMAND|GIT_ASKPASS|SSH_ASKPASS|GIT_SSL_CAINFO|.*_proxy|.*_PROXY)$/;

/** The coordinator needs no configured git identity. */
export const COORDINATOR_IDENTITY = {
  GIT_AUTHOR_NAME: "Signalbox",
  GIT_AUTHOR_EMAIL: "signalbox@localhost",
  GIT_COMMITTER_NAME: "Signalbox",
  GIT_COMMITTER_EMAIL: "signalbox@localhost",
} as const;

/**
 * Git at one location, by spawn. Everything else in this folder is a function over it.
 * Arguments are an argv array; nothing is ever interpolated into a shell.
 */
export class Git {
  readonly location: GitLocation;

  constructor(location: GitLocation) {
    this.location = location;
  }

  /** The same repository seen with other settings, for example another index. */
  with(location: Partial<GitLocation>): Git {
    return new Git({ ...this.location, ...location });
  }

  /**
   * Runs git; whatever happens is an answer. For pushes, whose failure must be looked at, not thrown.
   */
  attempt(args: readonly string[], options: GitRunOptions = {}): Promise<RunResult> {
    return run("git", [...ISOLATION, ...args], {
      cwd: directoryOf(this.location),
      env: environment(this.location, options.env),
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      outputBytesMax: options.outputBytesMax ?? OUTPUT_BYTES_MAX,
      ...(options.input === undefined ? {} : { input: options.input }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  }

  /**
   * Starts git for a conversation over its standard input and output. `stdbuf` (coreutils, over glibc) makes git's library
   * write at once what git would keep until it ends; where it is missing the child's `error` event says so. The caller ends it.
   */
  converse(args: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn("stdbuf", ["-o0", "git", ...ISOLATION, ...args], {
      cwd: directoryOf(this.location),
      env: environment(this.location, undefined),
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
  }

  /**
   * Runs git and expects one of `okExitCodes`.
   * @throws SignalboxError `git-failed`, `disk-full` or `timed-out`.
   */
  async run(args: readonly string[], options: GitRunOptions = {}): Promise<RunResult> {
    const result = await this.attempt(args, options);
    if (result.ended === null && (options.okExitCodes ?? [0]).includes(result.exitCode)) return result;
    const fault = gitFault(args, result);
    throw (await diskFault(directoryOf(this.location), fault)) ?? fault;
  }

  /** Standard output as text without the final newline. Throws like `run`. */
  async text(args: readonly string[], options: GitRunOptions = {}): Promise<string> {
    return (await this.run(args, options)).stdout.toString("utf8").replace(/\n$/, "");
  }

  /** Standard output split at NUL; use with `-z`. Throws like `run`. */
  async fields(args: readonly string[], options: GitRunOptions = {}): Promise<string[]> {
    const text = (await this.run(args, options)).stdout.toString("utf8");
    return text === "" ? [] : text.replace(/\0$/, "").split("\0");
  }
}

function directoryOf({ cwd, workTree, gitDir }: GitLocation): string {
  return cwd ?? workTree ?? gitDir ?? process.cwd();
}

function environment(location: GitLocation, extra: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && PASSED_THROUGH.test(name)) env[name] = value;
  }
  Object.assign(env, COORDINATOR_IDENTITY, { LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", GIT_NO_REPLACE_OBJECTS: "1" });
  if (location.gitDir !== undefined) env["GIT_DIR"] = location.gitDir;
  if (location.workTree !== undefined) env["GIT_WORK_TREE"] = location.workTree;
  if (location.indexFile !== undefined) env["GIT_INDEX_FILE"] = location.indexFile;
  if (location.objectDirectories !== undefined) env["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = location.objectDirectories.join(":");
  return Object.assign(env, extra);
}

function gitFault(args: readonly string[], result: RunResult): SignalboxError {
  const what = `git ${args[0] ?? ""}`;
  if (result.ended === "timed-out") {
    return new SignalboxError("timed-out", `expected ${what} to finish, got no end after ${Math.round(result.ms)} ms`, {
      hint: "check that the repository's disk and remote answer, then try again",
    });
  }
  if (result.ended === "spawn-failed") {
    return new SignalboxError("git-failed", `expected to start git, got \`${lastLine(result.stderr)}\``, {
      hint: "install git 2.38 or newer",
    });
  }
  const full = /.*(?:No space left on device|Disk quota exceeded).*/i.exec(result.stderr)?.[0];
  return new SignalboxError(
    full === undefined ? "git-failed" : "disk-full",
    `expected ${what} to succeed, got exit ${result.exitCode}: \`${full?.slice(0, 300) ?? lastLine(result.stderr)}\``,
    {
      hint: full === undefined ? "run signalbox doctor" : "free some space and run the same command again; nothing was half-applied",
      details: { args, exitCode: result.exitCode, stderr: result.stderr.slice(0, 4000) },
    },
  );
}

function lastLine(text: string): string {
  const lines = text.trim().split("\n");
  return (lines.findLast((line) => /^(fatal|error|remote)/.test(line)) ?? lines.at(-1) ?? "").slice(0, 300);
}
