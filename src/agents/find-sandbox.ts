import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../core/config.ts";
import { messageOf, SignalboxError } from "../core/errors.ts";
import { run } from "../system/run.ts";
import { bubblewrapSandbox } from "./bubblewrap.ts";
import { findProgram } from "./find-program.ts";
import { noSandbox, type Sandbox } from "./sandbox.ts";

const PROBE_MS_MAX = 10_000;

/** Succeeds only in a box that holds: it can write inside, and can neither read the secret nor reach our process. */
const PROBE = 'echo inside > file && ! cat "$1/secret" && ! kill -0 "$2" && { echo changed > "$1/secret" || true; }';

/**
 * The sandbox of this machine: bubblewrap where it is present and a program run in it is really held, otherwise none,
 * with the reason. Costs one short process; ask once a run.
 * @throws SignalboxError `bad-config` when the policy is `required` and there is no sandbox that works.
 */
export async function findSandbox(policy: Config["confinement"]): Promise<Sandbox> {
  if (policy === "off") return noSandbox("confinement is off in the configuration");
  const sandbox = await probedBubblewrap();
  if (policy === "auto" || sandbox.confined) return sandbox;
  throw new SignalboxError("bad-config", `expected a working sandbox because confinement is required, got \`${sandbox.because}\``, {
    hint: "install bubblewrap, or set confinement: auto to run agents unconfined and marked so",
  });
}

async function probedBubblewrap(): Promise<Sandbox> {
  const bwrap = await findProgram("bwrap", process.env["PATH"] ?? "", "/");
  if (bwrap === undefined) return noSandbox("bubblewrap (bwrap) is not installed");
  const sandbox = bubblewrapSandbox(bwrap);
  const problem = await probe(sandbox).catch(messageOf);
  return problem === null ? sandbox : noSandbox(`bubblewrap does not work here: ${problem}`);
}

/** Null when the sandbox holds, otherwise what went wrong. */
async function probe(sandbox: Sandbox): Promise<string | null> {
  const outside = await mkdtemp(join(tmpdir(), "signalbox-probe-"));
  try {
    const inside = join(outside, "inside");
    await mkdir(inside);
    await writeFile(join(outside, "secret"), "secret");
    const { argv, env, cwd } = await sandbox.wrap({
      argv: ["/bin/sh", "-c", PROBE, "sh", outside, String(process.pid)],
      ...{ cwd: inside, home: inside, temp: inside, writable: [], readable: [], hidden: [] },
      env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C" },
    });
    const [program = "", ...args] = argv;
    const result = await run(program, args, { cwd, env, timeoutMs: PROBE_MS_MAX, outputBytesMax: 64 * 1024 });
    if (result.exitCode !== 0) return result.stderr.trim().split("\n").at(-1) || `exit ${result.exitCode}`;
    const held = (await readFile(join(outside, "secret"), "utf8")) === "secret" && (await readFile(join(inside, "file"), "utf8")) !== "";
    return held ? null : "a program inside could write outside";
  } finally {
    await rm(outside, { recursive: true, force: true });
  }
}
