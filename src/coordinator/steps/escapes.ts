import type { SessionRow } from "../../store/rows.ts";
import { inspectWorkspace } from "../../workspaces/inspect-workspace.ts";
import type { Workspace } from "../../workspaces/workspace.ts";
import { type RunContext, record } from "../run-context.ts";
import type { Site } from "../site.ts";

/**
 * What the owner's checkout looks like: its HEAD and its uncommitted paths. An unconfined agent can write there by
 * absolute path; comparing before and after shows it (promise 8: where not prevented, reported).
 */
export async function watchPrimaryCheckout({ clone }: Site): Promise<ReadonlySet<string>> {
  const status = await clone.attempt(["status", "--porcelain", "-z", "--untracked-files=all"]);
  const head = await clone.attempt(["rev-parse", "--quiet", "--verify", "HEAD"]);
  return new Set([`HEAD ${head.stdout.toString("utf8").trim()}`, ...status.stdout.toString("utf8").split("\0")]);
}

/** Reports what the agent did outside its box, as far as it shows. */
export async function reportEscapes(
  context: RunContext,
  session: SessionRow,
  workspace: Workspace,
  before: ReadonlySet<string>,
): Promise<void> {
  const where = { task: session.task, session: session.id };
  const { tampered } = await inspectWorkspace(workspace, context.engine.cache);
  for (const what of tampered) await record(context, where, { kind: "escape", what: `workspace repository: ${what}`, action: "undone" });
  if (context.engine.sandbox.confined) return;
  const after = await watchPrimaryCheckout(context.engine.site);
  const appeared = [...after].filter((line) => line !== "" && !before.has(line));
  for (const line of appeared)
    await record(context, where, { kind: "escape", what: `the owner's checkout changed while it ran: ${line.trim()}`, action: "reported" });
}
