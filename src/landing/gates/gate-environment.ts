import { createHash } from "node:crypto";
import type { Gate } from "./gate.ts";

/** What every gate gets of the machine's environment: enough to find programs and to speak the user's language. */
const PASSED_THROUGH = ["PATH", "LANG", "LC_ALL", "TZ"] as const;

/** The allow-listed part of `environment`, plus `CI`, which most test tools read as "nobody is watching". */
export function gateEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const passed: Record<string, string> = { CI: "1" };
  for (const name of PASSED_THROUGH) {
    const value = environment[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}

/** The variables a gate names for itself, of those that are set. */
export function namedEnvironment({ environment = [] }: Gate, machine: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(environment.flatMap((name) => (machine[name] === undefined ? [] : [[name, machine[name]]])));
}

/**
 * A short name for everything a result depends on besides the tree: the command itself, the environment it sees, the
 * files it reads outside, the machine's kind and the Node version. Another answer to any of these makes a cached result worthless.
 */
export function environmentHash(gate: Gate, env: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1));
  const facts = [
    gate.run,
    sorted,
    process.platform,
    process.arch,
    process.version,
    ...(gate.outside === undefined ? [] : [gate.outside.hash]),
  ];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 16);
}
