import { mkdir, rm, symlink } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import type { Config } from "../../../../src/core/config.ts";
import type { Command } from "../../../../src/core/task.ts";
import type { Git } from "../../../../src/git/git.ts";
import type { Checkout, Gate, GateResult } from "../../../../src/landing/gates/gate.ts";
import { gateEnvironment } from "../../../../src/landing/gates/gate-environment.ts";
import { type GateContext, runGate } from "../../../../src/landing/gates/run-gate.ts";
import { slots } from "../../../../src/landing/gates/slots.ts";
import { systemRandom } from "../../../../src/system/clock.ts";

/** Says of any tree that was main what it is worth. Every answer is kept by tree. */
export interface Judge {
  /** Name of the first gate that fails, or null when all pass. */
  failingGate(tree: string): Promise<string | null>;
  /** Does the task's acceptance pass? */
  accepts(tree: string, task: string): Promise<boolean>;
}

export interface JudgeOptions {
  /** Holds every tree that is asked about. */
  readonly git: Git;
  /** Of the first commit: a play may change its own configuration, and is judged by the one it was given. */
  readonly config: Config;
  readonly acceptance: ReadonlyMap<string, Command>;
  /** An empty directory, for checkouts and output. */
  readonly directory: string;
  /** Linked into every checkout. */
  readonly modules: string;
}

/** A failure counts when it happens twice: a tree must not pay for a busy machine. */
const TRIES = 2;

/** Runs gates and acceptance itself, in clean checkouts, whatever the play said of them. */
export function judgeOf(options: JudgeOptions): Judge {
  const { config, acceptance } = options;
  const context = contextOf(options);
  const gates = config.gates.map(({ timeoutSeconds, ...gate }): Gate => ({ ...gate, timeoutMs: timeoutSeconds * 1000 }));
  const kept = new Map<string, Promise<boolean>>();
  const passes = (gate: Gate, tree: string) => {
    const key = `${tree} ${gate.name}`;
    const known = kept.get(key) ?? passesInTries(context, gate, tree);
    kept.set(key, known);
    return known;
  };
  return {
    async failingGate(tree) {
      for (const gate of gates) if (!(await passes(gate, tree))) return gate.name;
      return null;
    },
    async accepts(tree, task) {
      const run = acceptance.get(task);
      if (run === undefined) throw new Error(`expected an acceptance check for ${task}, got none`);
      return passes({ name: `acceptance:${task}`, run, timeoutMs: config.acceptance.timeoutSeconds * 1000 }, tree);
    },
  };
}

async function passesInTries(context: GateContext, gate: Gate, tree: string): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    const verdict = await runGate(context, gate, tree);
    if (verdict.kind === "passed") return true;
    if (verdict.kind === "infrastructure" && verdict.cause !== "timed-out") {
      throw new Error(`expected the gate ${gate.name} to run here, got ${verdict.cause}: ${verdict.detail}`);
    }
  }
  return false;
}

function contextOf({ git, directory, modules }: JudgeOptions): GateContext {
  const results = new Map<string, GateResult>();
  const keyOf = ({ tree, gate, environment }: Pick<GateResult, "tree" | "gate" | "environment">) => [tree, gate, environment].join(" ");
  return {
    openCheckout: (tree) => checkOut(git, tree, join(directory, systemRandom.hex(6)), modules),
    results: { find: async (key) => results.get(keyOf(key)), save: async (result) => void results.set(keyOf(result), result) },
    random: systemRandom,
    // Pages are judged in a document without a browser, which is quicker, and built once for each of their sources.
    env: { ...gateEnvironment(process.env), TERP_BROWSER: "none", TERP_BUILDS: join(directory, "builds") },
    directory,
    slots: slots(cpus().length),
  };
}

async function checkOut(git: Git, tree: string, path: string, modules: string): Promise<Checkout> {
  await mkdir(path, { recursive: true });
  const view = git.with({ workTree: path, indexFile: `${path}.index` });
  await view.run(["read-tree", tree]);
  await view.run(["checkout-index", "--all", "--force"]);
  await rm(`${path}.index`);
  await symlink(modules, join(path, "node_modules"));
  return { path, close: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}
