import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseConfig } from "../../src/core/config.ts";
import { assertGatePrograms, checkGatePrograms } from "../../src/doctor/gate-programs.ts";
import { temporaryDirectory } from "../support/repository.ts";

async function pathWith(...programs: readonly string[]): Promise<string> {
  const directory = join(await temporaryDirectory(), "bin");
  await mkdir(directory);
  for (const name of programs) await writeFile(join(directory, name), "#!/bin/sh\n", { mode: 0o755 });
  return directory;
}

const REPORT = { format: "junit" };

it("names every program that a gate or an acceptance lacks, and refuses a run for the first", async () => {
  const config = parseConfig({
    gates: [
      { name: "here", run: ["lint"] },
      { name: "gone", run: ["no-such-linter", "."] },
      { name: "line", run: "LEVEL=1  no-such-tester --all | cat" },
      { name: "again", run: ["lint"], report: REPORT, retry: ["no-such-retrier", "{tests}"] },
    ],
    acceptance: { tasks: { "QA-001": ["no-such-checker"] } },
  });
  const path = await pathWith("lint");
  expect((await checkGatePrograms(config, path)).map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    "problem: expected the program of gate gone on PATH, got no `no-such-linter`",
    "problem: expected the program of gate line on PATH, got no `no-such-tester`",
    "problem: expected the program of the retry of gate again on PATH, got no `no-such-retrier`",
    "problem: expected the program of the acceptance of QA-001 on PATH, got no `no-such-checker`",
  ]);
  await expect(assertGatePrograms(config, path)).rejects.toMatchObject({ code: "bad-config", hint: expect.stringContaining("install it") });
});

it("raises no false alarm over the tree's own scripts and over lines it cannot read", async () => {
  const runs = [
    ["./scripts/check.sh"],
    "scripts/check.sh",
    "if true; then lint; fi",
    "! grep x",
    "$LINTER .",
    '"my lint" .',
    "cd src && x",
  ];
  const config = parseConfig({ gates: runs.map((run, index) => ({ name: `g${index}`, run })) });
  expect(await checkGatePrograms(config, await pathWith())).toMatchObject([{ severity: "ok" }]);
  await assertGatePrograms(config, await pathWith());
});

it("warns where there is no gate at all", async () => {
  expect(await checkGatePrograms(parseConfig({}), "")).toMatchObject([{ severity: "warning" }]);
});
