import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { argvOf } from "../../../src/core/task.ts";
import type { TestResult } from "../../../src/core/test-result.ts";
import { retryCommand } from "../../../src/landing/gates/retry-command.ts";

const test = (name: string, file: string | null = "a.test.ts"): TestResult => ({ id: name, file, name, outcome: "failed", ms: 0 });

it("a word with a placeholder stands once for each test, or each file", () => {
  const tests = [test("one"), test("two words"), test("three", "b.test.ts")];
  expect(retryCommand(["node", "--test", "--test-name-pattern={tests}", "x"], tests)).toEqual([
    ...["node", "--test", "--test-name-pattern=one", "--test-name-pattern=two words", "--test-name-pattern=three", "x"],
  ]);
  expect(retryCommand(["vitest", "run", "{files}"], tests)).toEqual(["vitest", "run", "a.test.ts", "b.test.ts"]);
  expect(retryCommand("pytest {files} -k {tests}", [test("one")])).toBe("pytest 'a.test.ts' -k 'one'");
});

it("in a line for the shell every name is one word and nothing in it is run, whatever it holds", () => {
  const name = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => !text.startsWith("-") && !/[\0\n]/.test(text));
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (all) => {
      const [program = "", ...args] = argvOf(
        retryCommand(
          "printf '%s\\n' {tests} {files}",
          all.map((one) => test(one, "{tests}")),
        ) ?? "",
      );
      expect(execFileSync(program, args, { encoding: "utf8" })).toBe(`${[...all, "{tests}"].join("\n")}\n`);
    }),
    { numRuns: 60, examples: [[["$(touch x)", "`id`", "'; rm -rf /; '", "$&", "{files}", "{tests}"]]] },
  );
});

it("tests that cannot be named are not run by name", () => {
  expect(retryCommand(["t", "{tests}"], [])).toBeUndefined();
  expect(retryCommand(["t", "{tests}"], [test("--help")])).toBeUndefined();
  expect(retryCommand(["t", "{tests}"], [test("")])).toBeUndefined();
  expect(retryCommand(["t", "{files}"], [test("a", null)])).toBeUndefined();
  expect(retryCommand(["t", "{tests}"], [test("a", null)])).toEqual(["t", "a"]);
  expect(
    retryCommand(
      ["t", "{tests}"],
      Array.from({ length: 201 }, (_, index) => test(`t${index}`)),
    ),
  ).toBeUndefined();
});
