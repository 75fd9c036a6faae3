import { closeLanding } from "./lander-context.ts";
import { type RunContext, record } from "./run-context.ts";

/** A records commit is on main. May be done again after a crash. */
export async function recordsLanded(
  context: RunContext,
  { commit, tree }: { readonly commit: string; readonly tree: string },
): Promise<void> {
  const change = `records-${commit.slice(0, 8)}`;
  const landed = await context.engine.store.events({ kinds: ["change-landed"] });
  if (!landed.some(({ body }) => body.kind === "change-landed" && body.change === change))
    await record(context, {}, { kind: "change-landed", change, changeKind: "records", commit, tree, bookkeepingOnly: true });
  await closeLanding(context.engine, commit);
}
