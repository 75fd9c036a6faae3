import { listLeases } from "../claims/list-leases.ts";
import { elsewhereOf } from "../coordinator/elsewhere/elsewhere.ts";
import { openSite } from "../coordinator/site.ts";
import { SignalboxError } from "../core/errors.ts";
import { localRepositoryPath } from "../landing/local-remote.ts";
import type { CheckInput } from "../records/check-records.ts";
import type { CommandContext } from "./output.ts";

/** What the remote says of claims: who holds what, and which tasks have landed. */
export type ObservedClaims = Pick<CheckInput, "claims" | "finished">;

const NOT_ASKED: ObservedClaims = { claims: null, finished: new Set() };

/**
 * Looks at the claims on the remote. Where there is none, or it does not answer, nothing is said of claims.
 * @param reach `this-machine`: a remote elsewhere is not asked, because a commit must not wait for a network.
 */
export async function observeClaims(context: CommandContext, reach: "anywhere" | "this-machine"): Promise<ObservedClaims> {
  try {
    const site = await openSite(context.cwd);
    if (reach === "this-machine" && localRepositoryPath(site.remote) === undefined) return NOT_ASKED;
    const leases = (await listLeases((await elsewhereOf(site)).claims)).filter(({ record }) => record.kind === "claim");
    return {
      claims: leases
        .filter(({ record }) => record.state === "held")
        .map(({ record, expiresInMs }) => ({
          task: record.name,
          session: record.session,
          holder: record.holder,
          alive: expiresInMs !== null && expiresInMs > 0,
        })),
      finished: new Set(leases.filter(({ record }) => record.state === "landed").map(({ record }) => record.name)),
    };
  } catch (error) {
    if (!(error instanceof SignalboxError) || (error.code !== "no-remote" && error.code !== "remote-failed")) throw error;
    context.note(`signalbox check: claims are not looked at: ${error.message}`);
    return NOT_ASKED;
  }
}
