import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/core/config.ts";
import type { SignalboxError } from "../../../src/core/errors.ts";

const gate = (patch: object) => ({
  gates: [
    { name: "types", run: ["true"] },
    { name: "test", run: ["true"], ...patch },
  ],
});
const JUNIT = { format: "junit", path: "tests.xml" };

/** What `parseConfig` says of a configuration that must be refused. */
function refusal(config: unknown): string {
  try {
    parseConfig(config);
  } catch (error) {
    const { code, message, hint } = error as SignalboxError;
    return `${code} ${message}; next: ${hint}`;
  }
  throw new Error("expected a refusal, got a configuration");
}

describe("a bad gate is refused before anything starts, with what was expected, what came and what to do", () => {
  it.each<[string, object, RegExp]>([
    ["no time at all", gate({ timeoutSeconds: 0 }), /gates\.1\.timeoutSeconds: expected a time limit above 0 .*, got `0`; next: give/],
    ["negative time", gate({ timeoutSeconds: -5 }), /expected a time limit above 0 .*, got `-5`; next:/],
    ["more than a timer can hold", gate({ timeoutSeconds: 3_000_000 }), /of at most 86400 seconds, got `3000000`; next:/],
    ["an empty line", gate({ run: "  " }), /gates\.1\.run: expected a command, got an empty one; next: name a program/],
    ["a program without a name", gate({ run: ["", "x"] }), /gates\.1\.run: expected a command, got an empty one; next: name a program/],
    ["no words", gate({ run: [] }), /gates\.1\.run/],
    [
      "one name twice",
      gate({ name: "types" }),
      /gates\.1\.name: expected every gate to have a name of its own, got `types` twice; next: rename/,
    ],
    [
      "a need that nobody is",
      gate({ needs: ["tpyes"] }),
      /gates\.1\.needs: expected test to need gates that there are, got `tpyes`; next: the gates are types, test/,
    ],
    ["a need of itself", gate({ needs: ["test"] }), /expected no gate to wait for itself, got `test needs test`; next:/],
    [
      "a retry that says no test",
      gate({ report: JUNIT, retry: "npm test" }),
      /gates\.1\.retry: expected a command with `\{tests\}` or `\{files\}`, .*; next: say where/,
    ],
    [
      "a retry without a report",
      gate({ retry: ["t", "{tests}"] }),
      /gates\.1\.retry: expected a report that names the failed tests, got none .*; next: add/,
    ],
    ["an unknown report", gate({ report: { format: "xunit" } }), /gates\.1\.report\.format/],
    ["a report outside the tree", gate({ report: { format: "tap", path: "../x" } }), /gates\.1\.report\.path/],
    ["no path at all", gate({ paths: [] }), /gates\.1\.paths/],
    ["a variable that cannot be named", gate({ environment: ["A=1"] }), /gates\.1\.environment\.0/],
    ["an empty acceptance", { acceptance: { run: "" } }, /acceptance\.run: expected a command, got an empty one; next:/],
    ["no workers", { limits: { gateWorkers: 0 } }, /limits\.gateWorkers/],
  ])("%s", (_, config, expected) => {
    expect(refusal(config)).toMatch(/^bad-config signalbox\.yaml: /);
    expect(refusal(config)).toMatch(expected);
  });

  it("a circle is named, wherever it begins", () => {
    const needs = { start: ["b"], a: ["c"], b: ["a"], c: ["b"], free: [] };
    const gates = Object.entries(needs).map(([name, own]) => ({ name, run: "true", needs: own }));
    expect(refusal({ gates })).toMatch(/expected no gate to wait for itself, got `b needs a needs c needs b`; next: take one/);
  });
});

it("a gate that says everything is taken as it is", () => {
  const full = {
    ...{ name: "test", run: ["npm", "test"], timeoutSeconds: 60, needs: ["types"], paths: ["src/**"], environment: ["DATABASE_URL"] },
    ...{ report: JUNIT, retry: ["npm", "test", "--", "{tests}"] },
  };
  expect(parseConfig(gate(full)).gates[1]).toEqual(full);
  expect(parseConfig(gate({})).gates[1]).toEqual({ name: "test", run: ["true"], timeoutSeconds: 900 });
});
