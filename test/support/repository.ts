import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { Git } from "../../src/git/git.ts";

const execute = promisify(execFile);

const IDENTITY = {
  GIT_AUTHOR_NAME: "Test Owner",
  GIT_AUTHOR_EMAIL: "owner@example.test",
  GIT_COMMITTER_NAME: "Test Owner",
  GIT_COMMITTER_EMAIL: "owner@example.test",
};

/** A directory that is removed when the test ends. */
export async function temporaryDirectory(prefix = "signalbox-test-"): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  onTestFinished(() => rm(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

/** Git as a person would run it, with a fixed identity. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute("git", ["-c", "init.defaultBranch=main", ...args], {
    cwd,
    env: { ...process.env, ...IDENTITY },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.trim();
}

export async function writeFiles(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

export interface RemoteAndClone {
  readonly root: string;
  /** Absolute path of a bare repository. */
  readonly remote: string;
  /** Absolute path of a clone with `origin` and main checked out. */
  readonly clone: string;
  readonly git: Git;
}

/** A bare remote with one commit on main holding `files`, and a clone of it. */
export async function makeRemoteAndClone(files: Readonly<Record<string, string>>): Promise<RemoteAndClone> {
  const root = await temporaryDirectory();
  const remote = join(root, "remote.git");
  const clone = join(root, "clone");
  await git(root, "init", "-q", "--bare", remote);
  await git(root, "clone", "-q", remote, clone);
  await writeFiles(clone, files);
  await git(clone, "checkout", "-q", "-B", "main");
  await git(clone, "add", "-A");
  await git(clone, "commit", "-q", "--allow-empty", "-m", "Start");
  await git(clone, "push", "-q", "origin", "main");
  return { root, remote, clone, git: new Git({ cwd: clone }) };
}
