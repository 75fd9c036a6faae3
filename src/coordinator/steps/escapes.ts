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

export interface Turn {
  readonly workspace: Workspace;
  /** The owner's checkout before the turn. */
  readonly before: ReadonlySet<string>;
  /** What the agent announced that leads out of its workspace. */
  readonly outward: readonly string[];
}

/** Reports what the agent did outside its box, as far as it shows. */
export async function reportEscapes(context: RunContext, session: SessionRow, { workspace, before, outward }: Turn): Promise<void> {
  const { engine } = context;
  const where = { task: session.task, session: session.id };
  const prevented = engine.sandbox.confined || engine.landerToken !== undefined;
  for (const what of outward)
    await record(context, where, { kind: "escape", what: `it tried: ${what}`, action: prevented ? "refused" : "reported" });
  const { tampered } = await inspectWorkspace(workspace, engine.cache);
  for (const what of tampered) await record(context, where, { kind: "escape", what: `workspace repository: ${what}`, action: "undone" });
  if (engine.sandbox.confined) return;
  const after = await watchPrimaryCheckout(engine.site);
  const appeared = [...after].filter((line) => line !== "" && !before.has(line));
  for (const line of appeared) {
    await record(context, where, { kind: "escape", what: `the owner's checkout changed while it ran: ${line.trim()}`, action: "reported" });
  }
}
