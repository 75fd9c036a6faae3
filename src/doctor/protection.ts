import { localRepositoryPath } from "../landing/local-remote.ts";
import { isProtected } from "../landing/protect-remote.ts";
import { type HealthFinding, healthy, unhealthy } from "./health-finding.ts";

/** Is main kept from being moved by anybody but the lander? On a remote elsewhere only a person can see to that. */
export async function checkProtection(remote: string, main: string): Promise<HealthFinding> {
  const { protected: isGuarded, reason } = await isProtected(remote);
  if (isGuarded) return healthy("protection", reason);
  const isHere = localRepositoryPath(remote) !== undefined;
  const fix = isHere
    ? `signalbox doctor --fix; from then on you move ${main} by signalbox land BRANCH`
    : `let only the lander's account push to ${main}, by the branch rules of your host`;
  return unhealthy("protection", "warning", `${main} is unprotected: ${reason}`, fix, isHere);
}
