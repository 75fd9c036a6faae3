import { RETRY_PLACEHOLDERS } from "../../core/gate-config.ts";
import type { Command } from "../../core/task.ts";
import type { TestResult } from "../../core/test-result.ts";

/** More are not run by name: a command line has an end, and so many failures are no flake. */
const TESTS_MAX = 200;

/**
 * The command that runs only these tests, by a gate's `retry`: `{tests}` becomes their names and `{files}` the files they
 * are in. In argv a word with a placeholder is repeated for each; in a line for the shell each is quoted.
 * @returns undefined when they cannot be named: too many, without a file, or a name that would be taken for an option.
 */
export function retryCommand(retry: Command, tests: readonly TestResult[]): Command | undefined {
  const values: Readonly<Record<string, readonly (string | null)[]>> = {
    "{tests}": tests.map(({ name }) => name),
    "{files}": [...new Set(tests.map(({ file }) => file))],
  };
  const used = RETRY_PLACEHOLDERS.filter((placeholder) => [retry].flat().join(" ").includes(placeholder));
  if (tests.length === 0 || tests.length > TESTS_MAX) return undefined;
  if (used.some((placeholder) => !values[placeholder]?.every(canBeNamed))) return undefined;
  const of = (placeholder: string) => (values[placeholder] ?? []).filter(canBeNamed);
  // In one pass: a test may be named like a placeholder.
  if (typeof retry === "string") return retry.replace(/\{(?:tests|files)\}/g, (placeholder) => of(placeholder).map(quoted).join(" "));
  return retry.flatMap((word) => {
    const placeholder = used.find((one) => word.includes(one));
    return placeholder === undefined ? [word] : of(placeholder).map((value) => word.replace(placeholder, () => value));
  });
}

function canBeNamed(value: string | null): value is string {
  return value !== null && value !== "" && !value.startsWith("-");
}

/** One word for a POSIX shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
