import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Gate, GateResult, GateResults } from "../../../../src/landing/gates/gate.ts";
import { gateEnvironment } from "../../../../src/landing/gates/gate-environment.ts";
import type { GateContext } from "../../../../src/landing/gates/run-gate.ts";
import { systemRandom } from "../../../../src/system/clock.ts";
import { temporaryDirectory } from "../../../support/repository.ts";

export const TREE = "a".repeat(40);

export interface GateSite {
  readonly context: GateContext;
  readonly saved: GateResult[];
  readonly opened: string[];
  readonly closed: string[];
  /** How each was given back. */
  readonly returned: string[];
  readonly directory: string;
}

/** Where gates run in a test: checkouts of one file, results kept in a list. */
export async function gateSite(patch: Partial<GateContext> = {}): Promise<GateSite> {
  const root = await temporaryDirectory();
  const saved: GateResult[] = [];
  const opened: string[] = [];
  const closed: string[] = [];
  const returned: string[] = [];
  const results: GateResults = {
    find: async ({ tree, gate, environment }) =>
      saved.findLast((result) => result.tree === tree && result.gate === gate && result.environment === environment),
    save: async (result) => void saved.push(result),
  };
  const openCheckout = async () => {
    const path = await mkdtemp(join(root, "checkout-"));
    await writeFile(join(path, "only-file"), "content\n");
    opened.push(path);
    const close = async (isLost = false) => {
      closed.push(path);
      returned.push(isLost ? "lost" : "kept");
      await rm(path, { recursive: true, force: true });
    };
    return { path, close };
  };
  const directory = join(root, "gates");
  const context = { openCheckout, results, random: systemRandom, env: gateEnvironment(process.env), directory, ...patch };
  return { context, saved, opened, closed, returned, directory };
}

export const gate = (run: Gate["run"], patch: Partial<Gate> = {}): Gate => ({ name: "test", run, timeoutMs: 20_000, ...patch });
