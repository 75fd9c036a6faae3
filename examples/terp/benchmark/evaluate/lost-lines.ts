import type { Git } from "../../../../src/git/git.ts";
import { readFileAt } from "../../../../src/git/objects.ts";
import { isBelow, labelsOf } from "./main-history.ts";

export interface LostLines {
  /** Whose work had brought them; the commit, where it names no task. */
  readonly task: string;
  readonly path: string;
  readonly lines: readonly string[];
}

export interface PushRange {
  /** What main had here was there before anybody worked. */
  readonly start: string;
  readonly from: string;
  readonly commit: string;
  /** The tasks whose work the push brought: what they take of their own is no loss. */
  readonly by: readonly string[];
  /** Files and folders that are not looked at. */
  readonly ignore: readonly string[];
}

/** The lines a push took from other tasks, by task and path. Lines without a letter or digit (a closing brace) are never counted. */
export async function lostLines(git: Git, { start, from, commit, by, ignore }: PushRange): Promise<readonly LostLines[]> {
  const lost: LostLines[] = [];
  if (from === start) return lost;
  for (const { path, now } of await changedPaths(git, from, commit, ignore)) {
    const gone = goneFrom(await readFileAt(git, from, path), now === null ? undefined : await readFileAt(git, commit, now));
    if (gone.length === 0) continue;
    const origins = await originsOf(git, start, from, path);
    const grouped = new Map<string, string[]>();
    for (const { line, number } of gone) {
      const task = origins.get(number);
      if (task !== undefined && !by.includes(task)) grouped.set(task, [...(grouped.get(task) ?? []), line]);
    }
    lost.push(...[...grouped].map(([task, lines]) => ({ task, path, lines })));
  }
  return lost;
}

/** Files that a push changed or removed, with where they are after it; null when they are gone. */
async function changedPaths(
  git: Git,
  from: string,
  to: string,
  ignore: readonly string[],
): Promise<{ path: string; now: string | null }[]> {
  const fields = await git.fields(["diff", "--name-status", "-z", "-M", "--diff-filter=MDR", from, to]);
  const changed: { path: string; now: string | null }[] = [];
  for (let at = 0; at < fields.length; ) {
    const [status = "", path = ""] = fields.slice(at, at + 2);
    const now = status.startsWith("R") ? (fields[at + 2] ?? null) : status === "D" ? null : path;
    at += status.startsWith("R") ? 3 : 2;
    if (!isBelow(path, ignore)) changed.push({ path, now });
  }
  return changed;
}

/** Lines the old text has more often than the new one: a line that only moved is not gone. The last of equal lines count. */
function goneFrom(before = "", after = ""): readonly { readonly line: string; readonly number: number }[] {
  const left = new Map<string, number>();
  for (const line of after.split("\n")) left.set(line.trim(), (left.get(line.trim()) ?? 0) + 1);
  return before.split("\n").flatMap((text, index) => {
    const line = text.trim();
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count > 0 || !/[\p{L}\p{N}]/u.test(line) ? [] : [{ line, number: index + 1 }];
  });
}

/** By line number, from 1: the task whose landing brought the line since `start`; other lines are left out. */
async function originsOf(git: Git, start: string, commit: string, path: string): Promise<ReadonlyMap<number, string>> {
  // --first-parent: what brought a line to main, not where an agent wrote it.
  const blame = await git.text(["blame", "--first-parent", "--incremental", `${start}..${commit}`, "--", path]);
  const labels = new Map<string, string>();
  const origins = new Map<number, string>();
  let [oid, first, count] = ["", 0, 0];
  for (const line of blame.split("\n")) {
    const [, hash, place, lines] = /^([0-9a-f]{40,64}) \d+ (\d+) (\d+)$/.exec(line) ?? [];
    if (hash !== undefined) [oid, first, count] = [hash, Number(place), Number(lines)];
    if (!line.startsWith("filename ") || oid === start) continue;
    const task = labels.get(oid) ?? (await labelsOf(git, oid))[0] ?? oid;
    labels.set(oid, task);
    for (let number = first; number < first + count; number++) origins.set(number, task);
  }
  return origins;
}
