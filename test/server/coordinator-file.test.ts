import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readCoordinatorFile, wasRead, writeCoordinatorFile } from "../../src/server/coordinator-file.ts";
import { stage } from "../agents/request.ts";

it("tells of any reader but our own commands, once, and is for its owner alone", async ({ skip }) => {
  const { root } = await stage();
  const file = join(root, "coordinator.json");
  const content = { url: "http://127.0.0.1:4000", token: "t".repeat(64), pid: 7 };
  await writeCoordinatorFile(file, content);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await wasRead(file)).toBe(false);
  expect(await readCoordinatorFile(file)).toEqual(content);
  expect(await wasRead(file)).toBe(false);
  await readFile(file);
  if ((await stat(file)).atimeMs === (await stat(file)).mtimeMs) skip("this file system keeps no access times");
  expect(await wasRead(file)).toBe(true);
  await writeCoordinatorFile(file, content);
  expect(await wasRead(file)).toBe(false);
  expect(await wasRead(`${file}.missing`)).toBe(false);
});
