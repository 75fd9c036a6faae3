import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { findDamage } from "../../support/damage.ts";
import { onMain, readStore } from "../../support/history.ts";
import { git } from "../../support/repository.ts";
import { makeWorkplace, runAll, signalbox, type Workplace } from "../../support/run.ts";

const execute = promisify(execFile);
const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

/** Gives a directory a small file system of its own until the test ends. @returns false where that is not allowed. */
async function mountSmall(path: string, bytes: number): Promise<boolean> {
  const mounted = await execute("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", path]).then(
    () => true,
    () => false,
  );
  if (mounted) onTestFinished(() => execute("umount", ["--lazy", path]).then(() => undefined));
  return mounted;
}

function makeRoom({ state }: Workplace): Promise<unknown> {
  return execute("mount", ["-o", `remount,size=${512 * MEGABYTE}`, state]);
}

/** A repository of about 700 kB that hardly compresses, and a task whose agent adds as much again. */
function makeLarge(): Promise<Workplace> {
  const noise = Array.from({ length: 100_000 }, (_, n) => ((n * 2_654_435_761) % 2 ** 32).toString(36)).join("\n");
  return makeWorkplace({
    files: { "src/large.txt": noise },
    tasks: { "QA-001": { writes: ["src"], steps: [{ run: ["sh", "-c", "tac src/large.txt > src/one.txt"], must: true }] } },
  });
}

describe("a full disk is one clear line, and the same command goes on once there is room", () => {
  // Room for nothing, for a store, for part of the cache, of a workspace, of the work.
  it.each([16, 256, 700, 1_200, 1_600, 2_000, 2_500, 3_000, 3_500])("with %i kB for all of the state", async (kilobytes) => {
    const place = await makeLarge();
    if (!(await mountSmall(place.state, kilobytes * KILOBYTE))) return;
    const main = await git(place.remote, "rev-parse", "main");
    const said = await signalbox(place, "run", "--json");
    expect(said.exitCode).toBe(1);
    const { error, report } = JSON.parse(said.printed);
    expect(error?.next ?? report.run.reason, said.printed).toMatch(/space/);
    expect(await git(place.remote, "rev-parse", "main")).toBe(main);
    await makeRoom(place);
    const { exitCode } = await runAll(place);
    expect(exitCode).toBe(0);
    expect((await readStore(place)).sessions.map(({ state }) => state)).toEqual(["archived"]);
    expect(await onMain(place, "src/one.txt")).toHaveLength((await onMain(place, "src/large.txt"))?.length ?? 0);
    expect(await findDamage(place)).toEqual([]);
  });
});
