import { constants, cp, mkdir, rm } from "node:fs/promises";
import { run } from "../system/run.ts";

const COPY_TIMEOUT_MS = 300_000;

/**
 * Copies a directory with links, modes and times as they are; blocks are shared where the file system can.
 * The system's `cp` is several times faster than Node's; where it does not know the option, Node copies.
 */
export async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const result = await run("cp", ["-R", "--preserve=mode,timestamps", "-P", "--reflink=auto", "--", `${from}/.`, to], {
    cwd: "/",
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C" },
    timeoutMs: COPY_TIMEOUT_MS,
    outputBytesMax: 64 * 1024,
  });
  if (result.exitCode === 0) return;
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, mode: constants.COPYFILE_FICLONE });
}
