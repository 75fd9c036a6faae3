import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Report } from "../../../../src/records/report.ts";
import { git } from "../../../support/repository.ts";

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));

/** What a demo has left. */
export interface FinishedDemo {
  /** All it printed. */
  readonly output: string;
  /** The clone it told of, with the newest main checked out. */
  readonly clone: string;
  /** The state directory of its run. */
  readonly state: string;
  readonly report: Report;
}

/** Plays `npm run demo -- ARGS` to its end. Throws when that fails or takes longer. */
export async function playDemo(args: readonly string[], timeoutMs: number): Promise<FinishedDemo> {
  const limits = { timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 };
  const { stdout: output } = await execute("npm", ["run", "--silent", "demo", "--", ...args], { cwd: ROOT, ...limits });
  const clone = /^repository: (.+)$/m.exec(output)?.[1] ?? "";
  const state = /XDG_STATE_HOME=(\S+)/.exec(output)?.[1] ?? "";
  await git(clone, "pull", "--quiet");
  const env = { ...process.env, XDG_STATE_HOME: state };
  const json = await execute(process.execPath, [join(ROOT, "bin/signalbox.js"), "report", "--json"], { cwd: clone, env, ...limits });
  return { output, clone, state, report: JSON.parse(json.stdout).report };
}
