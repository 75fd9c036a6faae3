import type { Git } from "../git/git.ts";
import { findCommitHook } from "../records/install-hook.ts";
import { type HealthFinding, healthy, unhealthy } from "./health-finding.ts";

/** Does a person's commit tell them of records they leave wrong? */
export async function checkCommitHook(clone: Git): Promise<HealthFinding> {
  const { kind, path } = await findCommitHook(clone);
  if (kind === "ours") return healthy("hook", "the pre-commit hook checks the records");
  if (kind === "elsewhere") {
    return unhealthy(
      "hook",
      "warning",
      `core.hooksPath sends hooks to \`${path}\``,
      "add `signalbox check --hook` to the pre-commit hook there",
    );
  }
  return unhealthy("hook", "warning", "no pre-commit hook checks the records", "signalbox check --install", true);
}
