import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { findProcessTree, RUN_TOKEN_NAME } from "../../src/agents/process-tree.ts";
import { ProcFiles } from "../../src/system/proc-files.ts";
import { stage } from "./request.ts";

it("reads a file to its end, however long, and one that is not there as empty", async () => {
  const { root } = await stage();
  const content = randomBytes(100_000);
  writeFileSync(join(root, "long"), content);
  const files = new ProcFiles();
  expect(files.read(join(root, "long")).equals(content)).toBe(true);
  expect(files.read(join(root, "missing")).length).toBe(0);
  expect(files.read(`/proc/${process.pid}/stat`).toString()).toMatch(new RegExp(`^${process.pid} \\(`));
});

it("finds a process by a token behind 100 kB of other variables, and not by a part of it", async () => {
  const token = randomBytes(8).toString("hex");
  const padding = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`A${at}`, "x".repeat(10_000)]));
  const child = spawn("sleep", ["60"], { env: { PATH: process.env["PATH"], ...padding, [RUN_TOKEN_NAME]: token }, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const found = async (text: string) => (await findProcessTree({ rootPid: () => null, token: text })).map(({ pid }) => pid);
  await expect.poll(() => found(token)).toEqual([child.pid]);
  expect(await found(token.slice(0, -1))).toEqual([]);
});
