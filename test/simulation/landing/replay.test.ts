import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../../src/cli/main.ts";
import { outputSchema } from "../../../src/cli/schemas.ts";
import { Git } from "../../../src/git/git.ts";
import { worldParameters } from "../../../src/simulation/landing/base-parameters.ts";
import { BATCH_4, FIFO } from "../../../src/simulation/landing/policies/batches.ts";
import { STRICT, TWO_STAGE } from "../../../src/simulation/landing/policies/ours.ts";
import { ZUUL_WINDOW } from "../../../src/simulation/landing/policies/zuul-window.ts";
import { recordedMerges, shareFile } from "../../../src/simulation/landing/replay/recorded-merges.ts";
import { replay } from "../../../src/simulation/landing/replay/replay.ts";
import { git, temporaryDirectory, writeFiles } from "../../support/repository.ts";

const NUMBERS = Array.from({ length: 30 }, (_, at) => `line ${at}`);
const numbered = (changed: number, text: string) => NUMBERS.map((line, at) => (at === changed ? text : line)).join("\n");

/**
 * Main with the merges of: `top` (first line of a file), `other` (another file), `end` (last line of the first file), `clash`
 * (the first line once more: resolved by hand), and `stacked`, which was made on top of all of them.
 */
async function makeHistory(root: string): Promise<void> {
  await git(root, "init", "-q", "-b", "main");
  const commit = async (files: Record<string, string>, message: string, minute: number) => {
    await writeFiles(root, files);
    await git(root, "add", "-A");
    const date = `2026-01-01T00:${String(minute).padStart(2, "0")}:00Z`;
    process.env["GIT_COMMITTER_DATE"] = date;
    await git(root, "commit", "-q", "-m", message, "--date", date);
  };
  await commit({ "numbers.txt": numbered(-1, ""), "other.txt": "one\n" }, "Start", 0);
  const branch = async (name: string, files: Record<string, string>, minute: number) => {
    await git(root, "checkout", "-q", "-b", name, "main");
    await commit(files, `Work on ${name}`, minute);
    await git(root, "checkout", "-q", "main");
  };
  await branch("top", { "numbers.txt": numbered(0, "top") }, 1);
  await branch("other", { "other.txt": "two\n" }, 2);
  await branch("end", { "numbers.txt": numbered(29, "end") }, 3);
  await branch("clash", { "numbers.txt": numbered(0, "clash") }, 4);
  for (const name of ["top", "other", "end"]) await git(root, "merge", "-q", "--no-ff", "--no-edit", name);
  await git(root, "merge", "-q", "--no-ff", "--no-edit", "-X", "theirs", "clash");
  await branch("stacked", { "other.txt": "three\n" }, 5);
  await git(root, "merge", "-q", "--no-ff", "--no-edit", "stacked");
  delete process.env["GIT_COMMITTER_DATE"];
}

const calm = worldParameters({ flake: 0, changesPerHour: 30 });

describe("the replay of a repository's merges", () => {
  let root = "";
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "signalbox-test-"));
    await makeHistory(root);
  });
  afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));

  it("knows what each change wrote, and in which order they were committed", async () => {
    const merges = await recordedMerges(new Git({ cwd: root }), "main", 10);
    expect(merges.map(({ files }) => [...files].join())).toEqual(["numbers.txt", "other.txt", "numbers.txt", "numbers.txt", "other.txt"]);
    const [top, other, end, clash, stacked] = merges;
    if (!top || !other || !end || !clash || !stacked) throw new Error("expected five merges");
    expect([shareFile(top, other), shareFile(top, end), shareFile(end, clash), shareFile(other, stacked)]).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(stacked.begunAt).toBeGreaterThan(clash.mergedAt - 1);
  });

  it("counts conflicts met and foreseen, order kept, and files as they were committed", async () => {
    const { policies, ...counts } = await replay(root, calm, [FIFO, BATCH_4, ZUUL_WINDOW, STRICT, TWO_STAGE], { mergesMax: 10, seed: 1 });
    expect(counts).toEqual({ merges: 5, rebuilt: 4, conflicted: 1 });
    for (const one of policies) {
      // `stacked` holds what resolved the conflict, and `top` as well: where it lands first, `clash` no longer conflicts.
      expect(one.landed + one.returned, one.policy).toBe(5);
      expect(one.conflictsForeseen, one.policy).toBe(one.conflictsMet);
      expect(one.pairsInOrder, one.policy).toBe(one.overlappingPairs);
    }
    for (const { name } of [FIFO, BATCH_4, ZUUL_WINDOW]) {
      const found = policies.find(({ policy }) => policy === name);
      expect(found, name).toMatchObject({ landed: 4, returned: 1, conflictsMet: 1, sameAsCommitted: 4 });
    }
  });

  it("writes nothing to the repository", async () => {
    const before = await git(root, "count-objects", "-v");
    await replay(root, calm, [FIFO], { mergesMax: 10, seed: 1 });
    expect(await git(root, "count-objects", "-v")).toBe(before);
  });

  it("is what simulate --repo prints, in the published form", async () => {
    const printed: string[] = [];
    const argv = ["simulate", "--json", "--repo", root, "--policy", "two-stage", "--merges", "3", "--flake", "0"];
    expect(await main(argv, { cwd: "/", print: (text) => printed.push(text), note: () => {} })).toBe(0);
    const output: unknown = JSON.parse(printed.join("\n"));
    expect(outputSchema("simulate").safeParse(output).error).toBeUndefined();
    expect(output).toMatchObject({ repository: root, merges: 3, policies: [{ policy: "two-stage" }] });
  });

  it("refuses a repository without merges, and a directory without one", async () => {
    const empty = await temporaryDirectory();
    await git(empty, "init", "-q", "-b", "main");
    await git(empty, "commit", "-q", "--allow-empty", "-m", "Start");
    await expect(replay(empty, calm, [FIFO], { mergesMax: 10, seed: 1 })).rejects.toThrow(/merges of two parents on main, got none/);
    await expect(replay(join(empty, "nowhere"), calm, [FIFO], { mergesMax: 10, seed: 1 })).rejects.toThrow(/expected/);
  });
});
