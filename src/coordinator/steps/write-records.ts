import { renewedUpdate } from "../../claims/landing-updates.ts";
import { treeOf } from "../../git/refs.ts";
import { type LandingOutcome, pushCandidate } from "../../landing/push-candidate.ts";
import { buildRecordsCandidate } from "../../landing/records-candidate.ts";
import { recordEdits } from "../facts.ts";
import { commonGates, failureIn } from "../gates.ts";
import { landerContext } from "../lander-context.ts";
import { markRecorded } from "../recorded.ts";
import { recordsLanded } from "../records-landed.ts";
import { resolvePushes } from "../resolve-pushes.ts";
import type { RunContext } from "../run-context.ts";
import { runGatesOnCommit } from "../run-gates.ts";
import { observeMain, rememberMain } from "./check-main.ts";

/**
 * The run's one records commit: whatever happened since the last landing (verifications, ends) goes to main, through the
 * gates, and triggers neither verification nor another records commit. Main that says everything already gets none.
 */
export async function writeRecords(context: RunContext): Promise<void> {
  const { engine, live } = context;
  if (!(await resolvePushes(context))) return;
  await observeMain(context);
  if (live.needsPerson !== null || live.main.health !== "healthy") return;
  const seq = live.lastSeq;
  const edits = await recordEdits(context, await treeOf(engine.cache, live.main.commit), []);
  const candidate = await buildRecordsCandidate(engine.cache, live.main.commit, edits, {
    message: "Signalbox records\n",
    nowMs: engine.clock.now(),
  });
  if (candidate === undefined) return markRecorded(context, seq);
  const failure = failureIn(
    await runGatesOnCommit(context, { gates: commonGates(engine), commit: candidate.tip, since: live.main.commit }),
  );
  if (failure !== undefined) {
    live.needsPerson = `the records commit does not pass ${failure.gate}: ${failure.detail.slice(-300)}`;
    return;
  }
  let outcome: LandingOutcome = { kind: "unresolved", detail: "not tried" };
  await context.lander.update(async (held) => {
    const lander = await renewedUpdate(engine.claims, held);
    outcome = await pushCandidate(landerContext(engine), { candidate, testedTree: candidate.tree, leases: [lander.update] });
    return outcome.kind === "landed" ? lander.lease : held;
  });
  await settleRecords(context, outcome, { commit: candidate.tip, tree: candidate.tree }, seq);
}

async function settleRecords(
  context: RunContext,
  outcome: LandingOutcome,
  tip: { readonly commit: string; readonly tree: string },
  seq: number,
): Promise<void> {
  if (outcome.kind === "landed") {
    await rememberMain(context, outcome.main);
    context.live.main = {
      commit: outcome.main,
      health: outcome.main === tip.commit ? "healthy" : "unknown",
      failingGate: null,
      detail: "",
    };
    await recordsLanded(context, tip);
    return markRecorded(context, seq);
  }
  if (outcome.kind === "main-moved") return observeMain(context);
  context.live.needsPerson = `the records commit could not be pushed: ${outcome.kind}`;
}
