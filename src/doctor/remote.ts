import type { ClaimContext } from "../claims/context.ts";
import { probeRemote } from "../claims/probe-remote.ts";
import { messageOf } from "../core/errors.ts";
import { type HealthFinding, healthy, unhealthy } from "./health-finding.ts";

const FIX = "check the address (git remote -v) and that you may push to refs/signalbox/ there; some hosts need a rule that allows it";

/** Tries on a ref of its own whether the remote does what claims rely on: leased create, update, delete, all or nothing. */
export async function checkRemote(claims: ClaimContext): Promise<HealthFinding> {
  const startedMs = claims.clock.monotonicMs();
  const problem = await probeRemote(claims).catch((error: unknown) => messageOf(error));
  if (problem !== undefined) return unhealthy("remote", "problem", problem, FIX);
  const ms = Math.round(claims.clock.monotonicMs() - startedMs);
  return healthy("remote", `reachable; atomic create, update and delete work under refs/signalbox/ (${ms} ms for seven requests)`);
}
