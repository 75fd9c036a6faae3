import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { outputSchema } from "../../src/cli/schemas.ts";
import { temporaryDirectory } from "../support/repository.ts";

async function simulate(cwd: string, ...argv: readonly string[]) {
  const [printed, noted]: [string[], string[]] = [[], []];
  const code = await main(["simulate", ...argv], { cwd, print: (text) => printed.push(text), note: (text) => noted.push(text) });
  return { code, printed: printed.join("\n"), noted: noted.join("\n") };
}

const SHORT = ["--hours", "2", "--seeds", "2"];

describe("simulate", () => {
  it("prints a row for every policy, with ratios to the oracle", async () => {
    const { code, printed } = await simulate("/", ...SHORT);
    expect(code).toBe(0);
    for (const name of ["none", "cas-retry", "fifo", "batch-8", "zuul-window", "best-first", "strict", "two-stage", "oracle"]) {
      expect(printed).toMatch(new RegExp(`^${name} +\\d`, "m"));
    }
    expect(printed).toContain("4 workers, 16 changes/h for 2 h, overlap 0.04, failure 0.05, flake 0.02");
  });

  it("gives the same again for the same seed, in the published form", async () => {
    const ask = () => simulate("/", "--json", "--policy", "fifo,two-stage", "--workers", "2", "--rate", "9.5", "--seed", "7", ...SHORT);
    const [one, other] = [await ask(), await ask()];
    expect(one).toEqual(other);
    const output: unknown = JSON.parse(one.printed);
    expect(outputSchema("simulate").safeParse(output).error).toBeUndefined();
    expect(output).toMatchObject({
      parameters: { workers: 2, changesPerHour: 9.5, hours: 2, failure: 0.05 },
      seeds: { first: 7, count: 2 },
      policies: [{ policy: "fifo" }, { policy: "two-stage", exact: true, measures: { escapes: { mean: 0 }, unfinished: { mean: 0 } } }],
    });
  });

  it("draws when changes have ended, readable in light and dark", async () => {
    const directory = await temporaryDirectory();
    await simulate(directory, "--svg", "waits.svg", "--policy", "two-stage,oracle", ...SHORT);
    const svg = await readFile(join(directory, "waits.svg"), "utf8");
    for (const part of ["<svg", "minutes since submitted", "changes ended, %", ">two-stage<", ">oracle<", "prefers-color-scheme: dark"]) {
      expect(svg).toContain(part);
    }
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it.each([
    [["--policy", "fifo,zul"], "expected --policy to name policies (none, cas-retry"],
    [["--overlap", "1.5"], "expected --overlap to be a number from 0 to 1, got `1.5`"],
    [["--workers", "0"], "expected --workers to be a whole number from 1 to 64, got `0`"],
    [["--seeds", "none"], "expected --seeds to be a whole number"],
  ])("refuses %j", async (argv, message) => {
    const { code, noted } = await simulate("/", ...argv);
    expect(code).toBe(2);
    expect(noted).toContain(message);
  });
});
