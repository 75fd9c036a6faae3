import type { Git } from "../../git/git.ts";
import { isAncestor, listRemoteRefs } from "../../git/refs.ts";
import type { SessionRow } from "../../store/rows.ts";
import { readAgentRefs, readHeadLog } from "../../workspaces/agent-refs.ts";
import { type CheckoutView, checkoutChanges, viewCheckout } from "../../workspaces/checkout-view.ts";
import { commitsNamed } from "../../workspaces/import-commits.ts";
import { type KeptRefs, keptRefs, restoreOwnFiles } from "../../workspaces/own-files.ts";
import { restoreAgentRepository } from "../../workspaces/restore-agent-repository.ts";
import { undoAgentRefs } from "../../workspaces/undo-agent-refs.ts";
import type { Workspace } from "../../workspaces/workspace.ts";
import type { Outward } from "../agent-recorder.ts";
import { type RunContext, record } from "../run-context.ts";

/** What is outside an unconfined agent's workspace before its turn; null for one in a box, which cannot write there. */
export interface Outside {
  readonly kept: KeptRefs;
}

/**
 * Looks at the owner's checkout and at the coordinator's own files before an agent's turn (promise 8: where escapes are
 * not prevented, they are undone or reported). Agents that work at once share one look at the checkout, renewed whenever
 * one ends: each change there is told once.
 */
export async function watchOutside({ engine, live }: RunContext): Promise<Outside | null> {
  if (engine.sandbox.confined) return null;
  if (live.checkout === null || live.agents.size <= 1) live.checkout = look(engine.site.clone);
  await live.checkout;
  return { kept: await keptRefs(engine.cache) };
}

export interface Turn {
  readonly workspace: Workspace;
  readonly before: Outside | null;
  /** What the agent announced that leads out of its workspace. */
  readonly outward: readonly Outward[];
}

type Action = "refused" | "undone" | "reported";

/** Undoes and reports what the agent did outside its box, as far as it shows. For a session in which nothing runs any more. */
export async function reportEscapes(context: RunContext, session: SessionRow, { workspace, before, outward }: Turn): Promise<void> {
  const { engine } = context;
  const tell = (what: string, action: Action) =>
    record(context, { task: session.task, session: session.id }, { kind: "escape", what, action });
  if (before !== null) await settleOutside(context, session, workspace, before, tell);
  const prevented = engine.sandbox.confined || engine.landerToken !== undefined;
  for (const { what, isRefused } of outward) await tell(`it tried: ${what}`, prevented || isRefused ? "refused" : "reported");
  for (const { what, undone } of await restoreAgentRepository(workspace, engine.cache))
    await tell(`workspace repository: ${what}`, undone ? "undone" : "reported");
}

async function settleOutside(
  { engine, live }: RunContext,
  session: SessionRow,
  workspace: Workspace,
  before: Outside,
  tell: (what: string, action: Action) => Promise<void>,
): Promise<void> {
  const { state } = engine.site;
  // First: the coordinator's git obeys these files.
  for (const what of await restoreOwnFiles(workspace, engine.cache, state, before.kept)) await tell(`the coordinator's ${what}`, "undone");
  if (await live.replaceReadToken())
    await tell("the coordinator's token: somebody read it while it ran; there is another one now", "reported");
  // One after the other, so that of two sessions that end together one tells of a change.
  const earlier = live.checkout ?? Promise.resolve(null);
  live.checkout = earlier.then((view) => settleCheckout(engine, session, view, tell));
  await live.checkout;
  for (const ref of await pushedByAgent(engine, workspace)) await tell(`the remote: it pushed ${ref}`, "reported");
}

/** @returns the checkout as it is now; null when it cannot be looked at any more. */
async function settleCheckout(
  { cache, site }: RunContext["engine"],
  session: SessionRow,
  earlier: CheckoutView | null,
  tell: (what: string, action: Action) => Promise<void>,
): Promise<CheckoutView | null> {
  const { clone } = site;
  const now = await look(clone);
  if (earlier === null) return now;
  if (now === null) {
    await tell("your checkout cannot be looked at any more: git finds no repository there", "reported");
    return now;
  }
  const undone = await undoAgentRefs(clone, cache, earlier, now, session.id);
  for (const ref of undone) await tell(`your repository: it moved ${ref}; its commit is kept in the cache`, "undone");
  const settled = undone.length === 0 ? now : await look(clone);
  if (settled === null) return settled;
  for (const what of checkoutChanges(earlier, settled)) await tell(`your checkout changed while it ran: ${what}`, "reported");
  return settled;
}

function look(clone: Git): Promise<CheckoutView | null> {
  return viewCheckout(clone).catch(() => null);
}

/** Branches and tags of the remote, main apart, that name a commit the agent's own repository has or had, and its base does not hold. */
async function pushedByAgent({ cache, site }: RunContext["engine"], { tree, base }: Workspace): Promise<readonly string[]> {
  const { refs } = await readAgentRefs(`${tree}/.git`);
  const named = [...new Set([...refs.values(), ...(await readHeadLog(`${tree}/.git`))])].filter((oid) => oid !== base);
  const known = await commitsNamed(cache, named);
  const isOwn = await Promise.all(known.map(async (commit) => commit === undefined || !(await isAncestor(cache, commit, base))));
  const own = new Set(named.filter((_, index) => isOwn[index]));
  if (own.size === 0) return [];
  const there = await listRemoteRefs(cache, site.remote, ["refs/heads/*", "refs/tags/*"]).catch(() => new Map<string, string>());
  return [...there].filter(([ref, oid]) => own.has(oid) && ref !== `refs/heads/${site.config.main}`).map(([ref]) => ref);
}
