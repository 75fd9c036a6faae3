import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
const CHECKS = fileURLToPath(new URL("../../../../examples/terp/acceptance", import.meta.url));

/** The tasks of the example that stand in its roadmap. */
export const NINE = ["DATA-001", "INFRA-001", "INFRA-002", "QA-015", "QA-016", "QA-028", "QA-033", "QA-034", "QA-044"] as const;

/** Runs each task's acceptance on what a demo's clone has checked out, pages without a browser. Throws what the first that fails has said. */
export async function acceptNine(clone: string): Promise<void> {
  // The pages are built once for all checks.
  const env = { ...process.env, TERP_BROWSER: "none", TERP_BUILDS: join(dirname(clone), "builds") };
  for (const task of NINE) {
    const check = ["--disable-warning=ExperimentalWarning", "--test", join(CHECKS, `${task}.test.ts`)];
    await execute(process.execPath, check, { cwd: clone, env });
  }
}
