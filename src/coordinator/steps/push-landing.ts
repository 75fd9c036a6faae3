import { landedUpdate, type PreparedUpdate, renewedUpdate } from "../../claims/landing-updates.ts";
import { resumeLease } from "../../claims/resume.ts";
import type { HeldLease } from "../../core/claim.ts";
import type { Candidate } from "../../landing/candidate.ts";
import { type LandingOutcome, pushCandidate } from "../../landing/push-candidate.ts";
import type { ChangeRow } from "../../store/rows.ts";
import { closeLanding, landerContext } from "../lander-context.ts";
import { markRecorded } from "../recorded.ts";
import { type RunContext, record } from "../run-context.ts";
import { changeLanded, changeWithdrawn, leadsSession, requeue } from "./change-endings.ts";
import { observeMain, rememberMain } from "./check-main.ts";

export interface TestedCandidate {
  readonly candidate: Candidate;
  /** The tree the gates really ran on, by their own word: the push insists that it is the candidate's. */
  readonly testedTree: string;
  /** The changes in the chain. */
  readonly included: readonly ChangeRow[];
  /** The last event its records tell of. */
  readonly renderedSeq: number;
}

/**
 * Pushes a candidate whose exact tree passed: main, every claim and the lander's lease in one atomic push. What becomes of
 * every change in it follows from the push's outcome.
 * @returns true when main is at the candidate's tip.
 */
export async function pushLanding(
  context: RunContext,
  { candidate, testedTree, included, renderedSeq }: TestedCandidate,
): Promise<boolean> {
  const { engine } = context;
  const claims = await claimUpdates(context, included);
  if (claims === undefined) return false;
  for (const change of included) {
    await engine.store.moveChange(change.id, "testing", "pushing");
    if (leadsSession(change)) await engine.store.moveSession(change.session, "gated", "candidate", "the merged tree passed");
  }
  let outcome: LandingOutcome = { kind: "unresolved", detail: "not tried" };
  await context.lander.update(async (held) => {
    const lander = await renewedUpdate(engine.claims, held);
    outcome = await pushCandidate(landerContext(engine), {
      candidate,
      testedTree,
      leases: [...[...claims.values()].map(({ update }) => update), lander.update],
    });
    return outcome.kind === "landed" ? lander.lease : held;
  });
  await settle(context, candidate, included, claims, outcome);
  if (isLanded(outcome)) await markRecorded(context, renderedSeq);
  return isLanded(outcome);
}

/** The claim of every session in the batch must change in the push; undefined when one was lost and its change withdrawn. */
async function claimUpdates(context: RunContext, included: readonly ChangeRow[]): Promise<ReadonlyMap<string, PreparedUpdate> | undefined> {
  const { engine } = context;
  const updates = new Map<string, PreparedUpdate>();
  let lost = false;
  for (const change of included) {
    const claim = await currentClaim(context, change);
    if (claim === "none") continue;
    if (claim === "lost") {
      lost = true;
      await changeWithdrawn(context, change, "its claim was lost to somebody else");
      continue;
    }
    updates.set(change.id, change.kind === "part" ? await renewedUpdate(engine.claims, claim) : await landedUpdate(engine.claims, claim));
  }
  if (!lost) return updates;
  // The chain was built with the lost change in it: build again without.
  for (const change of included) await requeue(context, change);
  return undefined;
}

async function currentClaim({ engine }: RunContext, change: ChangeRow): Promise<HeldLease | "none" | "lost"> {
  if (change.session === null || change.kind === "revert") return "none";
  const session = await engine.store.session(change.session);
  if (session === undefined || session.claimRef === "") return "none";
  const held = await resumeLease(engine.claims, session.claimRef, session.claimOid);
  return held.ok ? held.value : "lost";
}

async function settle(
  context: RunContext,
  candidate: Candidate,
  included: readonly ChangeRow[],
  claims: ReadonlyMap<string, PreparedUpdate>,
  outcome: LandingOutcome,
): Promise<void> {
  switch (outcome.kind) {
    case "landed": {
      await rememberMain(context, outcome.main);
      // Others may have landed on top; what we pushed passed every gate, what is there now is looked at again.
      context.live.main = {
        commit: outcome.main,
        health: outcome.main === candidate.tip ? "healthy" : "unknown",
        failingGate: null,
        detail: "",
      };
      for (const change of included) {
        const commit = candidate.links.find((link) => link.change.id === change.id)?.commit ?? candidate.tip;
        await changeLanded(context, change, { commit, tree: candidate.tree, claimOid: claims.get(change.id)?.lease.oid ?? null });
      }
      await closeLanding(context.engine, candidate.tip);
      return;
    }
    case "main-moved": {
      const conflict = `push-race-${candidate.tip.slice(0, 12)}`;
      const tasks = included.flatMap((change) => change.task ?? []);
      await record(context, {}, { kind: "conflict-found", conflict, what: "push-race", tasks, files: [] });
      for (const change of included) await requeue(context, change);
      await observeMain(context);
      await record(
        context,
        {},
        { kind: "conflict-resolved", conflict, by: "the foreign push was adopted; the candidate is built and gated again on top of it" },
      );
      return;
    }
    case "lease-lost":
      for (const change of included) {
        if (outcome.refs.includes(claims.get(change.id)?.update.ref ?? ""))
          await changeWithdrawn(context, change, "its claim was lost to somebody else");
        else await requeue(context, change);
      }
      if (outcome.refs.includes(context.lander.current().ref))
        context.live.needsPerson = "another lander took over; this one lands nothing any more";
      return;
    case "refused":
      for (const change of included) await requeue(context, change);
      context.live.needsPerson = `the remote refuses to move main: ${outcome.detail.slice(0, 300)}`;
      return;
    case "unresolved":
      // The attempt stays open in the journal and is resolved before anything new is built.
      await record(
        context,
        {},
        { kind: "note", level: "warning", text: `the result of a push is not known yet: ${outcome.detail.slice(0, 300)}` },
      );
      return;
  }
}

/** A function, because TypeScript does not see that the callback above assigns. */
function isLanded(outcome: LandingOutcome): boolean {
  return outcome.kind === "landed";
}
