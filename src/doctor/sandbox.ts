import { findSandbox } from "../agents/find-sandbox.ts";
import type { Config } from "../core/config.ts";
import { messageOf } from "../core/errors.ts";
import { type HealthFinding, healthy, unhealthy } from "./health-finding.ts";

const FIX = "install bubblewrap (apt install bubblewrap) and allow unprivileged user namespaces";

/** Are agents held in a box? Found out by trying, as a run does. */
export async function checkSandbox(policy: Config["confinement"]): Promise<HealthFinding> {
  try {
    const { confined, because } = await findSandbox(policy);
    if (confined) return healthy("sandbox", because);
    if (policy === "off") return unhealthy("sandbox", "warning", because, "set confinement: auto in signalbox.yaml");
    return unhealthy("sandbox", "warning", `agents run unconfined: ${because}`, FIX);
  } catch (error) {
    return unhealthy("sandbox", "problem", messageOf(error), FIX);
  }
}
