import { resolve } from "node:path";
import type { RunOptions } from "../coordinator/run-context.ts";
import { SignalboxError } from "../core/errors.ts";

/** Options as commander gives them; each is parsed once here and trusted afterwards. */
export type RawOptions = Readonly<Record<string, unknown>>;

const AGENTS_MAX = 64;
const SEED_MAX = 2 ** 31 - 1;

/** A whole number within limits. @throws SignalboxError `bad-input`. */
export function wholeNumber(value: unknown, name: string, min: number, max: number): number {
  const number = Number(value);
  if (typeof value === "string" && /^\d+$/.test(value) && number >= min && number <= max) return number;
  throw new SignalboxError("bad-input", `expected --${name} to be a whole number from ${min} to ${max}, got \`${String(value)}\``);
}

/** A number within limits, like a share or a rate. @throws SignalboxError `bad-input`. */
export function decimal(value: unknown, name: string, min: number, max: number): number {
  const number = Number(value);
  if (typeof value === "string" && /^\d*\.?\d+$/.test(value) && number >= min && number <= max) return number;
  throw new SignalboxError("bad-input", `expected --${name} to be a number from ${min} to ${max}, got \`${String(value)}\``);
}

export function textOption(options: RawOptions, name: string): string | null {
  const value = options[name];
  return typeof value === "string" && value !== "" ? value : null;
}

/**
 * The options that `plan` and `run` share. An empty one is no option left out: a variable that was not set must not start
 * everything. @throws SignalboxError `bad-input`.
 */
export function planOptions(options: RawOptions): Pick<RunOptions, "agents" | "primary" | "only"> {
  const primary = idsOption(options, "primary");
  return {
    agents: options["agents"] === undefined ? null : wholeNumber(options["agents"], "agents", 1, AGENTS_MAX),
    primary: primary?.join(" ") ?? null,
    only: idsOption(options, "only"),
  };
}

/** Ids between commas or spaces; null when the option is not given. @throws SignalboxError `bad-input` when it has none. */
function idsOption(options: RawOptions, name: string): readonly string[] | null {
  const value = options[name];
  if (typeof value !== "string") return null;
  const ids = value.split(/[\s,]+/).filter((id) => id !== "");
  if (ids.length > 0) return ids;
  throw new SignalboxError("bad-input", `expected --${name} to name a task, got \`${value}\``, { hint: "signalbox tasks lists them" });
}

/** `--seed`: any number, so that a plan can be had again; null when it is not given. */
export function seedOption(options: RawOptions): number | null {
  return options["seed"] === undefined ? null : wholeNumber(options["seed"], "seed", 0, SEED_MAX);
}

/** The one argument a command needs; commander has checked that it is there. */
export function argument(args: readonly string[], index: number, name: string): string {
  const value = args[index];
  if (value !== undefined) return value;
  throw new SignalboxError("bad-input", `expected ${name}, got nothing`);
}

export function directory(cwd: string): string {
  return resolve(cwd);
}
