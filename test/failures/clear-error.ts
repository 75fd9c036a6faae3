import { expect } from "vitest";
import type { Said } from "../support/run.ts";

/** One line for people, "expected X, got `y`; next: …", the right exit code, and nothing on stdout. */
export function expectClearError(said: Said, exitCode: number, about: RegExp): void {
  expect(said.noted).toMatch(/^signalbox [a-z]+: [^\n]*\bexpected [^\n]+, got [^\n]+; next: [^\n]+$/);
  expect(said.noted).toMatch(about);
  expect(said.printed).toBe("");
  expect(said.exitCode).toBe(exitCode);
}
