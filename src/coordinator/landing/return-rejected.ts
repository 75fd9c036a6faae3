import type { ReturnReason } from "../../core/change.ts";
import type { CandidateLink } from "../../landing/candidate.ts";
import type { Trouble } from "../../landing/queue/queue.ts";
import { failedResolution } from "../../landing/resolve/failed-resolution.ts";
import type { ChangeRow } from "../../store/rows.ts";
import type { GateAnswer } from "../gates.ts";
import { barResolutions } from "../resolutions.ts";
import type { RunContext } from "../run-context.ts";
import { changeReturned, requeue } from "../steps/change-endings.ts";
import { changesOf } from "./build-chain.ts";
import { type BuiltChain, tell } from "./landing-book.ts";
import { taskOf } from "./witnesses.ts";

/** Gives a change back that failed alone, twice, on a base that passes (DESIGN §7). */
export async function returnRejected(context: RunContext, id: string, evidence: Trouble): Promise<void> {
  const { landing } = context.live;
  const [change] = await changesOf(context, [id]);
  const failure = landing.failures.get(evidence.id);
  const resolved = [...landing.chains.values()].findLast((chain) => linkOf(chain, id) !== undefined);
  const link = resolved === undefined ? undefined : linkOf(resolved, id);
  if (resolved !== undefined && link !== undefined && failure !== undefined) {
    await barResolutions(context, link.resolutions);
    await changeReturned(context, id, await failedResolution(context.engine.cache, link, failure));
  } else if (change !== undefined && failure !== undefined) {
    await changeReturned(context, id, reasonOf(change, failure, evidence));
  } else if (change !== undefined) {
    await requeue(context, change);
  }
  tell(landing, { kind: "ended", change: id });
}

function reasonOf({ task, files }: ChangeRow, { gate, infrastructure, detail }: GateAnswer, { fails }: Trouble): ReturnReason {
  const [tested] = taskOf(gate);
  const got = infrastructure === null ? "a failure" : "no end in time";
  if (tested !== undefined && tested !== task) {
    const message = `expected the landed work of ${tested} to stay, got a change that undoes ${tested}: ${gate} passes without it`;
    return { code: "gate-failed", message, evidence: detail, files };
  }
  // Part 0 of what failed is the base alone.
  const base = fails === 0 ? "; main fails the same, though it passes whenever it is looked at" : "";
  const message = `expected ${gate} to pass on the merged tree, got ${got}${base}`;
  return { code: tested === undefined ? "gate-failed" : "acceptance-failed", message, evidence: detail, files };
}

/** The change's place in a chain, if it got there by a resolution: then that may be what is wrong. */
function linkOf({ candidate }: BuiltChain, id: string): CandidateLink | undefined {
  return candidate.links.find(({ change, resolutions }) => change.id === id && resolutions.length > 0);
}
