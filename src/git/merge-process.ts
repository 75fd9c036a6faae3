import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { signalGroup } from "../system/run.ts";
import type { Git } from "./git.ts";
import { conflictFrom, MERGE_OUTPUT, type Merge, type MergeResult, mergeCommits } from "./merge-tree.ts";

/** Merges as `mergeCommits` does, through one git process that is kept alive where that works. */
export interface Merger {
  readonly merge: Merge;
  /** Ends the process. Merges asked for before are answered first; later ones take a process each. */
  close(): Promise<void>;
}

export interface MergerOptions {
  /** How long the kept process may take for one merge. The slowest of 3,496 real merges took 1.1 s. Default 10,000. */
  readonly answerMs?: number;
}

const ANSWER_MS = 10_000;
/** A kept process that fails so often in a row does not work here. */
const FAILURES_MAX = 3;
/** One that talks without end is ended. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * One `git merge-tree --stdin` for many merges, one at a time in the order asked: it spares a start of git for each. It sees
 * commits made after it started. On any doubt (no `stdbuf`, no answer in time, an end, words nobody understands) the merge is
 * done again by a process of its own, whose answer or fault stands, and the next merge starts a new kept process; after three
 * such failures in a row none is started any more.
 */
export function openMerger(git: Git, { answerMs = ANSWER_MS }: MergerOptions = {}): Merger {
  let kept: Conversation | undefined;
  let failures = 0;
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();
  const drop = () => {
    kept?.end();
    kept = undefined;
  };
  const one = async (ours: string, theirs: string): Promise<MergeResult> => {
    if (closed || failures >= FAILURES_MAX || !OID.test(ours) || !OID.test(theirs)) return mergeCommits(git, ours, theirs);
    kept ??= converse(git);
    const answer = await kept.ask(`${ours} ${theirs}\n`, answerMs);
    const result = answer === undefined ? undefined : resultOf(answer);
    if (result !== undefined) {
      failures = 0;
      return result;
    }
    drop();
    failures++;
    return mergeCommits(git, ours, theirs);
  };
  const inOrder = <T>(step: () => T | Promise<T>): Promise<T> => {
    const done = last.then(step);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    merge: (ours, theirs) => inOrder(() => one(ours, theirs)),
    close: () =>
      inOrder(() => {
        closed = true;
        drop();
      }),
  };
}

interface Conversation {
  /** The fields of one answer; undefined when none came. */
  ask(line: string, waitMs: number): Promise<readonly string[] | undefined>;
  end(): void;
}

function converse(git: Git): Conversation {
  const child = git.converse(["merge-tree", "--stdin", ...MERGE_OUTPUT]);
  let answered: (fields: readonly string[] | undefined) => void = () => undefined;
  let ended = false;
  let said: Buffer[] = [];
  let bytes = 0;
  const over = () => {
    ended = true;
    answered(undefined);
  };
  child.on("error", over).on("close", over);
  child.stdin.on("error", over);
  child.stderr.resume();
  child.stdout.on("data", (chunk: Buffer) => {
    said.push(chunk);
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) return over();
    // Every answer ends with an empty field, so no other end is worth a look.
    if (chunk.at(-1) !== 0) return;
    const fields = wholeAnswer(Buffer.concat(said).toString("utf8"));
    if (fields !== undefined) answered(fields);
  });
  return {
    ask: (line, waitMs) =>
      new Promise((resolve) => {
        [said, bytes] = [[], 0];
        const timer = setTimeout(() => answered(undefined), waitMs);
        answered = (fields) => {
          clearTimeout(timer);
          answered = () => undefined;
          resolve(fields);
        };
        if (ended) answered(undefined);
        else child.stdin.write(line);
      }),
    end: () => endOf(child),
  };
}

function endOf(child: ChildProcessWithoutNullStreams): void {
  child.stdin.destroy();
  signalGroup(child, "SIGKILL");
}

/**
 * The fields of an answer without its last, empty one; undefined while it is not whole. A clean merge: `1` NUL tree NUL NUL.
 * One that conflicts: `0` NUL tree NUL, paths, NUL, messages (number of paths, paths, type, text), NUL.
 */
function wholeAnswer(text: string): readonly string[] | undefined {
  const fields = text.slice(0, -1).split("\0");
  if (fields.at(-1) !== "") return undefined;
  if (fields[0] === "1") return fields.length === 3 ? fields.slice(0, -1) : undefined;
  let at = fields.indexOf("", 2) + 1;
  if (at === 0) return undefined;
  while (at < fields.length && fields[at] !== "") at += Number(fields[at]) + 3;
  return at === fields.length - 1 ? fields.slice(0, -1) : undefined;
}

function resultOf([status, tree = "", ...rest]: readonly string[]): MergeResult | undefined {
  if (!OID.test(tree)) return undefined;
  if (status === "1") return { kind: "clean", tree };
  return status === "0" ? conflictFrom(tree, rest) : undefined;
}
