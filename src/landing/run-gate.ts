import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../core/errors.ts";
import type { Random } from "../core/ports.ts";
import type { Command } from "../core/task.ts";
import type { Checkout, Gate, GateResults, GateVerdict, InfrastructureCause } from "./gate.ts";
import { environmentHash } from "./gate-environment.ts";
import { type GateProcessResult, runGateProcess } from "./gate-process.ts";

/** Confines a gate's command; the shape of `agents/`' sandbox. */
export type SandboxWrap = (request: {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly writable: readonly string[];
  readonly hidden: readonly string[];
  readonly home: string;
  readonly temp: string;
  readonly env: Readonly<Record<string, string>>;
}) => { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> };

export interface GateContext {
  /** A clean checkout of a tree; may throw, which is the machine's fault, not the tree's. */
  readonly openCheckout: (tree: string) => Promise<Checkout>;
  readonly results: GateResults;
  readonly random: Random;
  /** The environment of every gate, already allow-listed (`gateEnvironment`); HOME and TMPDIR are added per run. */
  readonly env: Readonly<Record<string, string>>;
  /** Directory for output files, which stay, and for each run's own HOME and TMPDIR, which go. */
  readonly directory: string;
  /** Output kept per run; default 8 MiB. */
  readonly outputBytesMax?: number;
  readonly wrap?: SandboxWrap;
  /** Paths a wrapped gate must not see. */
  readonly hidden?: readonly string[];
  readonly signal?: AbortSignal;
}

const OUTPUT_BYTES_MAX = 8 * 1024 * 1024;
const DISK_FULL = /\bENOSPC\b|No space left on device|\bEDQUOT\b|Disk quota exceeded/;
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
  let checkout: Checkout;
  try {
    checkout = await context.openCheckout(tree);
  } catch (error) {
    const detail = messageOf(error);
    return lost(DISK_FULL.test(detail) ? "disk-full" : "checkout-lost", detail);
  }
  try {
    const { result, outputFile } = await runIn(context, gate, checkout.path, tree);
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

async function runIn(
  context: GateContext,
  gate: Gate,
  cwd: string,
  tree: string,
): Promise<{ readonly result: GateProcessResult; readonly outputFile: string }> {
  await mkdir(context.directory, { recursive: true });
  const token = context.random.hex(16);
  const outputFile = join(context.directory, `${tree.slice(0, 12)}-${gate.name.replace(/[^\w.-]/g, "-")}-${token.slice(0, 8)}.log`);
  const scratch = await mkdtemp(join(context.directory, "run-"));
  try {
    const [home, temp] = [join(scratch, "home"), join(scratch, "tmp")];
    await Promise.all([mkdir(home), mkdir(temp)]);
    const request = { argv: argvOf(gate.run), env: { ...context.env, HOME: home, TMPDIR: temp } };
    const started = context.wrap?.({ ...request, cwd, writable: [cwd, home, temp], hidden: context.hidden ?? [], home, temp }) ?? request;
    const result = await runGateProcess({
      ...started,
      cwd,
      token,
      timeoutMs: gate.timeoutMs,
      outputFile,
      outputBytesMax: context.outputBytesMax ?? OUTPUT_BYTES_MAX,
      ...(context.signal === undefined ? {} : { signal: context.signal }),
    });
    return { result, outputFile };
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

/** argv as it is; one line of the owner's configuration goes to `sh -c`. */
export function argvOf(command: Command): readonly string[] {
  return typeof command === "string" ? ["/bin/sh", "-c", command] : command;
}

/**
 * What kept the run from saying anything about the tree, or undefined when its exit code counts. An exit code is always
 * the tree's own: that a command is missing at all shows on main, which is gated before any agent starts.
 */
async function infrastructureCause(result: GateProcessResult, checkout: string): Promise<InfrastructureCause | undefined> {
  switch (result.ended) {
    case "timed-out":
    case "cancelled":
    case "spawn-failed":
      return result.ended;
    case "output-unwritable":
      return "disk-full";
    case null:
      break;
  }
  if (result.exitCode === 0) return undefined;
  if (
    await stat(checkout).then(
      () => false,
      () => true,
    )
  )
    return "checkout-lost";
  if (DISK_FULL.test(result.tail)) return "disk-full";
  return result.exitCode === null || result.exitCode === KILLED_EXIT_CODE ? "killed" : undefined;
}
