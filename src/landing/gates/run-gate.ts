import { mkdir, rm, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { findProgram } from "../../agents/find-program.ts";
import { noSandbox, type Sandbox } from "../../agents/sandbox.ts";
import { messageOf } from "../../core/errors.ts";
import type { Random } from "../../core/ports.ts";
import { argvOf } from "../../core/task.ts";
import type { Checkout, Gate, GateResults, GateVerdict, InfrastructureCause } from "./gate.ts";
import { environmentHash } from "./gate-environment.ts";
import { type GateProcessResult, runGateProcess } from "./gate-process.ts";
import { scratchOf } from "./sweep-gates.ts";

export interface GateContext {
  /** A clean checkout of a tree or commit; may throw, which is the machine's fault, not the tree's. */
  readonly openCheckout: (treeish: string) => Promise<Checkout>;
  readonly results: GateResults;
  readonly random: Random;
  /** The environment of every gate, already allow-listed (`gateEnvironment`); HOME and TMPDIR are added per run. */
  readonly env: Readonly<Record<string, string>>;
  /** Directory for output files, which stay, and for each run's own HOME and TMPDIR, which go. */
  readonly directory: string;
  /** Output kept per run; default 8 MiB. */
  readonly outputBytesMax?: number;
  /** The box gates run in; default none. `readable` and `hidden` are what it opens and closes besides the checkout. */
  readonly sandbox?: Sandbox;
  readonly readable?: readonly string[];
  readonly hidden?: readonly string[];
  readonly signal?: AbortSignal;
}

const OUTPUT_BYTES_MAX = 8 * 1024 * 1024;
const DISK_FULL = /\bENOSPC\b|No space left on device|\bEDQUOT\b|Disk quota exceeded/;
/** What a shell says of a command that is not there. */
const NOT_FOUND_EXIT_CODE = 127;
/** How a shell reports that signal 9 ended its command: the kernel was out of memory, or somebody killed it. */
const KILLED_EXIT_CODE = 128 + 9;

/**
 * Runs gates one after the other on one tree, each in a clean checkout of its own so that no result depends on another
 * having run, up to the first that does not pass.
 */
export async function runGates(context: GateContext, gates: readonly Gate[], tree: string): Promise<GateVerdict[]> {
  const verdicts: GateVerdict[] = [];
  for (const gate of gates) {
    const verdict = await runGate(context, gate, tree);
    verdicts.push(verdict);
    if (verdict.kind !== "passed") break;
  }
  return verdicts;
}

/**
 * Runs one gate on exactly `tree`. A pass is proof and is reused for the same tree, command and environment; a failure is
 * only evidence (it may be a flake) and is run again when asked again. Never rejects for anything the tree could cause.
 */
export async function runGate(context: GateContext, gate: Gate, tree: string): Promise<GateVerdict> {
  const key = { tree, gate: gate.name, environment: environmentHash(gate, context.env) };
  const known = await context.results.find(key);
  if (known?.passed) return { ...known, kind: "passed", cached: true };
  const lost = (cause: InfrastructureCause, detail: string, ms = 0, outputFile: string | null = null): GateVerdict => {
    return { kind: "infrastructure", gate: gate.name, tree, cause, detail, ms, outputFile };
  };
  const checkout = await context.openCheckout(tree).catch((error: unknown) => messageOf(error));
  if (typeof checkout === "string") return lost(DISK_FULL.test(checkout) ? "disk-full" : "checkout-lost", checkout);
  try {
    const { result, outputFile } = await runIn(context, gate, checkout.path, tree).catch(notStarted);
    const cause = await infrastructureCause(result, checkout.path);
    if (cause !== undefined) return lost(cause, result.tail, result.ms, outputFile);
    const passed = result.exitCode === 0;
    const saved = { ...key, passed, ms: result.ms, detail: passed ? "" : result.tail, outputFile };
    await context.results.save(saved);
    return { ...saved, kind: passed ? "passed" : "failed", cached: false };
  } finally {
    await checkout.close();
  }
}

interface GateRun {
  readonly result: GateProcessResult;
  readonly outputFile: string | null;
}

async function runIn(context: GateContext, gate: Gate, cwd: string, tree: string): Promise<GateRun> {
  const { env, random, directory, sandbox = noSandbox("gates are not confined"), readable = [], hidden = [], signal } = context;
  const [name = "", ...args] = argvOf(gate.run);
  const program = await findProgram(name, env["PATH"] ?? "", cwd);
  if (program === undefined) return notFound(name);
  const token = random.hex(16);
  const outputFile = join(directory, `${tree.slice(0, 12)}-${gate.name.replace(/[^\w.-]/g, "-")}-${token.slice(0, 8)}.log`);
  const scratch = scratchOf(directory, token);
  const [home, temp] = [join(scratch, "home"), join(scratch, "tmp")];
  try {
    await Promise.all([home, temp].map((path) => mkdir(path, { recursive: true, mode: 0o700 })));
    const wrapped = await sandbox.wrap({ argv: [program, ...args], cwd, home, temp, env, readable, hidden, writable: [] });
    const limits = { timeoutMs: gate.timeoutMs, outputBytesMax: context.outputBytesMax ?? OUTPUT_BYTES_MAX };
    const result = await runGateProcess({ ...wrapped, ...limits, token, outputFile, ...(signal === undefined ? {} : { signal }) });
    return { result, outputFile };
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

/** A program named by a path inside the repository is the tree's to have; one looked for on PATH is the machine's. */
function notFound(name: string): GateRun {
  const isOfTree = name.includes("/") && !isAbsolute(name);
  if (!isOfTree) return notStarted(`expected a program, got nothing on PATH named \`${name}\``);
  const tail = `expected a program, got nothing in the tree named \`${name}\``;
  return { result: { exitCode: NOT_FOUND_EXIT_CODE, ended: null, tail, ms: 0 }, outputFile: null };
}

function notStarted(why: unknown): GateRun {
  return { result: { exitCode: null, ended: "spawn-failed", tail: messageOf(why), ms: 0 }, outputFile: null };
}

/**
 * What kept the run from saying anything about the tree, or undefined when its exit code counts. An exit code is always
 * the tree's own: that a command is missing at all shows on main, which is gated before any agent starts.
 */
async function infrastructureCause(result: GateProcessResult, checkout: string): Promise<InfrastructureCause | undefined> {
  const { ended, exitCode, tail } = result;
  if (ended === "timed-out" || ended === "cancelled") return ended;
  if (ended === "output-unwritable") return "disk-full";
  if (exitCode === 0) return undefined;
  if (await isGone(checkout)) return "checkout-lost";
  if (DISK_FULL.test(tail)) return "disk-full";
  if (ended === "spawn-failed") return ended;
  return exitCode === null || exitCode === KILLED_EXIT_CODE ? "killed" : undefined;
}

async function isGone(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) === undefined;
}
