import { mkdir, realpath, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "../core/config.ts";
import { SignalboxError } from "../core/errors.ts";
import { argvOf } from "../core/task.ts";
import type { Git } from "../git/git.ts";
import { run } from "../system/run.ts";
import { copyTree } from "./copy-tree.ts";
import { hasPlainParents, isPlainDirectory, lstatOrNothing, readPlainFile } from "./plain-files.ts";

export type SetUp = Config["setup"];

const LOCKFILE_BYTES_MAX = 64 * 1024 * 1024;
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;

/** Dependency directories that set-up may fill: named in the configuration and holding no file of the repository. */
export async function privatePathsOf(git: Git, setup: SetUp): Promise<string[]> {
  const paths = [...new Set([...setup.copy, ...setup.link])];
  const tracked = paths.length === 0 ? [] : await git.fields(["--literal-pathspecs", "ls-files", "-z", "--", ...paths]);
  return paths.filter((path) => !tracked.some((file) => file === path || file.startsWith(`${path}/`)));
}

/**
 * Copies or links the dependency directories of the main checkout into a tree, if the lock file is the same in both.
 * @returns what could not be taken and why; empty when all is in place.
 */
export async function takeDependencies(
  tree: string,
  setup: SetUp,
  paths: readonly string[],
  mainCheckout: string | null,
): Promise<string[]> {
  if (paths.length === 0) return [];
  if (mainCheckout === null) return ["no main checkout to take dependencies from"];
  if (!(await sameLockfile(tree, mainCheckout, setup.lockfile))) return [`${setup.lockfile} differs from the main checkout's`];
  const notes: string[] = [];
  for (const path of paths) {
    const [from, to] = [await dependencyDirectory(mainCheckout, path), join(tree, path)];
    if (from === undefined) notes.push(`${path} is no directory of the main checkout`);
    else if (!(await hasPlainParents(tree, path)) || (await lstatOrNothing(to)) !== undefined) notes.push(`${path} is in the way`);
    else if (setup.copy.includes(path)) await copyTree(from, to);
    else {
      await mkdir(dirname(to), { recursive: true });
      await symlink(from, to);
    }
  }
  return notes;
}

/** Where a dependency directory of the main checkout really is: the owner may keep it elsewhere behind a link. */
export async function dependencyDirectory(mainCheckout: string, path: string): Promise<string | undefined> {
  const real = await realpath(join(mainCheckout, path)).catch(() => undefined);
  return real !== undefined && (await isPlainDirectory(real)) ? real : undefined;
}

/**
 * Runs the configured set-up command in a tree, within limits, with a HOME and TMPDIR of its own.
 * @throws SignalboxError `work-failed` with the end of its output.
 */
export async function runSetUp(
  setup: SetUp,
  where: { readonly tree: string; readonly home: string; readonly temp: string },
): Promise<void> {
  if (setup.run === null) return;
  const [program = "", ...args] = argvOf(setup.run);
  const result = await run(program, args, {
    cwd: where.tree,
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", HOME: where.home, TMPDIR: where.temp, LANG: "C.UTF-8" },
    timeoutMs: setup.timeoutSeconds * 1000,
    outputBytesMax: OUTPUT_BYTES_MAX,
  });
  if (result.exitCode === 0) return;
  const said = `${result.stdout.toString("utf8")}\n${result.stderr}`.trim().split("\n").slice(-5).join("\n");
  throw new SignalboxError(
    "work-failed",
    `expected the set-up command to succeed, got ${result.ended ?? `exit ${result.exitCode}`}: ${said.slice(-1000)}`,
    {
      hint: "run setup.run of signalbox.yaml in a fresh clone and repair it there",
    },
  );
}

async function sameLockfile(tree: string, mainCheckout: string, lockfile: string | null): Promise<boolean> {
  if (lockfile === null) return true;
  const inTree = (await hasPlainParents(tree, lockfile)) ? await readPlainFile(join(tree, lockfile), LOCKFILE_BYTES_MAX) : undefined;
  const inMain = await readPlainFile(join(mainCheckout, lockfile), LOCKFILE_BYTES_MAX);
  return inTree !== undefined && inMain !== undefined && inTree.equals(inMain);
}
