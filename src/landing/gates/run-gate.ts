import { mkdir, realpath, rm } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { findProgram } from "../../agents/find-program.ts";
import { noSandbox, type Sandbox } from "../../agents/sandbox.ts";
import { messageOf } from "../../core/errors.ts";
import type { Random } from "../../core/ports.ts";
import { argvOf, type Command } from "../../core/task.ts";
import type { TestResult } from "../../core/test-result.ts";
import type { Checkout, Gate, GateResults, GateVerdict, InfrastructureCause } from "./gate.ts";
import { environmentHash, namedEnvironment } from "./gate-environment.ts";
import { type GateProcessResult, runGateProcess } from "./gate-process.ts";
import { checkoutTrouble, infrastructureCause } from "./infrastructure.ts";
import { reportNotes } from "./report-notes.ts";
import { readReport, type TestReport } from "./reports/read-report.ts";
import { REPORT_BYTES_MAX, readReportFile, reportMark } from "./reports/report-file.ts";
import { retryCommand } from "./retry-command.ts";
import type { Slots } from "./slots.ts";
import { scratchOf } from "./sweep-gates.ts";

export interface GateContext {
  /** A clean checkout of a tree or commit; may throw, which is the machine's fault, not the tree's. */
  readonly openCheckout: (treeish: string) => Promise<Checkout>;
  readonly results: GateResults;
  readonly random: Random;
  /** The environment of every gate, already allow-listed (`gateEnvironment`); HOME and TMPDIR are added per run. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the variables are looked up that a gate names itself; default none. */
  readonly machine?: NodeJS.ProcessEnv;
  /** Directory for output files, which stay, and for each run's own HOME and TMPDIR, which go. */
  readonly directory: string;
  /** Places for gates that run at once; default without a limit. */
  readonly slots?: Slots;
  /** How many tests the reports of a gate have told of so far; default none. */
  readonly knownTests?: (gate: string) => Promise<number>;
  /** Output kept per run; default 8 MiB. */
  readonly outputBytesMax?: number;
  /** The box gates run in; default none. `readable` and `hidden` are what it opens and closes besides the checkout. */
  readonly sandbox?: Sandbox;
  readonly readable?: readonly string[];
  readonly hidden?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface GateRunOptions {
  /** Only these tests, by the gate's `retry`; all of it where that cannot name them. What only some tests say is not kept. */
  readonly tests?: readonly TestResult[];
  /** True: runs although a pass of this tree is known. */
  readonly anew?: boolean;
  /** Aborted, it is taken back while it waits for its place, and cancelled no more once it runs. */
  readonly waiting?: AbortSignal;
}

const OUTPUT_BYTES_MAX = 8 * 1024 * 1024;
/** What a shell says of a command that is not there. */
const NOT_FOUND_EXIT_CODE = 127;

/** The command for only these tests, or undefined when the whole gate has to run for them. */
export function commandFor(gate: Gate, tests: readonly TestResult[]): Command | undefined {
  return gate.retry === undefined ? undefined : retryCommand(gate.retry, tests);
}

/**
 * Runs one gate on exactly `tree`, in a clean checkout of its own so that no result depends on another having run. A pass is
 * proof and is reused for the same tree, command and environment; a failure is only evidence (it may be a flake) and is
 * run again when asked again. Never rejects for anything the tree could cause.
 */
export async function runGate(context: GateContext, gate: Gate, tree: string, options: GateRunOptions = {}): Promise<GateVerdict> {
  const env = { ...context.env, ...namedEnvironment(gate, context.machine ?? {}) };
  const key = { tree, gate: gate.name, environment: environmentHash(gate, env) };
  const partial = options.tests === undefined ? undefined : commandFor(gate, options.tests);
  const known = options.anew === true || options.tests !== undefined ? undefined : await context.results.find(key);
  if (known?.passed) return { ...known, kind: "passed", cached: true, reported: false, tests: [], notes: [] };
  const lost = (cause: InfrastructureCause, detail: string, ms = 0, outputFile: string | null = null): GateVerdict => {
    return { kind: "infrastructure", gate: gate.name, tree, cause, detail, ms, outputFile };
  };
  const giveBack = await takeSlot(context, options.waiting);
  if (giveBack === undefined) return lost("cancelled", "taken back before it began");
  let isLost = false;
  const checkout = await context.openCheckout(tree).catch((error: unknown) => messageOf(error));
  try {
    if (typeof checkout === "string") return lost(checkoutTrouble(checkout), checkout);
    const run = { gate: { ...gate, run: partial ?? gate.run }, env, cwd: checkout.path, tree };
    const { result, outputFile, report } = await runIn(context, run).catch(notStarted);
    const cause = await infrastructureCause(result, checkout.path);
    isLost = cause === "checkout-lost" || cause === "killed";
    if (cause !== undefined) return lost(cause, result.tail, result.ms, outputFile);
    const passed = result.exitCode === 0;
    const detail = passed ? "" : result.signal === null ? result.tail : `${result.tail}\nended by ${result.signal}`;
    const said = { ...key, passed, ms: result.ms, detail, outputFile };
    if (partial === undefined) await context.results.save(said);
    const knownTests = (await context.knownTests?.(gate.name)) ?? 0;
    const notes = report === undefined ? [] : reportNotes(passed, report, partial === undefined ? knownTests : 0);
    return {
      ...said,
      kind: passed ? "passed" : "failed",
      cached: false,
      reported: report?.problem === null,
      tests: report?.tests ?? [],
      notes,
    };
  } finally {
    if (typeof checkout !== "string") await checkout.close(isLost);
    giveBack();
  }
}

async function takeSlot({ slots, signal }: GateContext, waiting?: AbortSignal): Promise<(() => void) | undefined> {
  if (waiting?.aborted === true) return undefined;
  if (slots === undefined) return () => undefined;
  return slots.take(AbortSignal.any([signal, waiting].filter((one) => one !== undefined)));
}

interface GateRun {
  readonly gate: Gate;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly tree: string;
}

interface GateRan {
  readonly result: GateProcessResult;
  readonly outputFile: string | null;
  /** Absent where the gate promises none. */
  readonly report?: TestReport;
}

async function runIn(context: GateContext, { gate, env, cwd, tree }: GateRun): Promise<GateRan> {
  const { random, directory, sandbox = noSandbox("gates are not confined"), readable = [], hidden = [], signal } = context;
  const [name = "", ...args] = argvOf(gate.run);
  const program = await findProgram(name, env["PATH"] ?? "", cwd);
  if (program === undefined) return notFound(name);
  const token = random.hex(16);
  const outputFile = join(directory, `${tree.slice(0, 12)}-${gate.name.replace(/[^\w.-]/g, "-")}-${token.slice(0, 8)}.log`);
  const scratch = scratchOf(directory, token);
  const [home, temp] = [join(scratch, "home"), join(scratch, "tmp")];
  try {
    await Promise.all([home, temp].map((path) => mkdir(path, { recursive: true, mode: 0o700 })));
    const box = { readable: [...readable, ...(gate.outside?.paths ?? [])], hidden, writable: [] };
    const wrapped = await sandbox.wrap({ argv: [program, ...args], cwd, home, temp, env, ...box });
    const isOnStdout = gate.report !== undefined && gate.report.path === undefined;
    const limits = {
      timeoutMs: gate.timeoutMs,
      outputBytesMax: context.outputBytesMax ?? OUTPUT_BYTES_MAX,
      stdoutBytesMax: isOnStdout ? REPORT_BYTES_MAX : 0,
    };
    const mark = gate.report?.path === undefined ? "" : await reportMark(cwd, gate.report.path);
    const result = await runGateProcess({ ...wrapped, ...limits, token, outputFile, ...(signal === undefined ? {} : { signal }) });
    const report = await reportOf(gate, result, cwd, mark);
    return { result, outputFile, ...(report === undefined ? {} : { report }) };
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

async function reportOf({ report }: Gate, { stdout }: GateProcessResult, cwd: string, mark: string): Promise<TestReport | undefined> {
  if (report === undefined) return undefined;
  const text = report.path === undefined ? stdout : await readReportFile(cwd, report.path, mark);
  // Programs tell paths without links.
  if (text !== null && text !== undefined) return readReport(report.format, text, await realpath(cwd).catch(() => cwd));
  const place = report.path === undefined ? "its output" : report.path;
  return { tests: [], problem: `expected a report of at most ${REPORT_BYTES_MAX} bytes in ${place}, got none that it wrote` };
}

/** A program named by a path inside the repository is the tree's to have; one looked for on PATH is the machine's. */
function notFound(name: string): GateRan {
  const isOfTree = name.includes("/") && !isAbsolute(name);
  if (!isOfTree) return notStarted(`expected a program, got nothing on PATH named \`${name}\``);
  const tail = `expected a program, got nothing in the tree named \`${name}\``;
  return { result: { exitCode: NOT_FOUND_EXIT_CODE, signal: null, ended: null, tail, stdout: null, ms: 0 }, outputFile: null };
}

function notStarted(why: unknown): GateRan {
  const tail = messageOf(why);
  return { result: { exitCode: null, signal: null, ended: "spawn-failed", tail, stdout: null, ms: 0 }, outputFile: null };
}
