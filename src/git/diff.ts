import type { Git } from "./git.ts";

export interface FileChange {
  /** A added, M modified, D deleted, T type changed. Renames are a D and an A. */
  readonly status: "A" | "M" | "D" | "T";
  readonly path: string;
}

/** What differs between two trees or commits, by path, without rename detection. */
export async function diffFiles(git: Git, from: string, to: string): Promise<FileChange[]> {
  const fields = await git.fields(["diff-tree", "-r", "-z", "--no-renames", "--name-status", "--end-of-options", from, to]);
  const changes: FileChange[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [status, path] = [fields[index], fields[index + 1]];
    if (status !== undefined && path !== undefined) changes.push({ status: status[0] as FileChange["status"], path });
  }
  return changes;
}
