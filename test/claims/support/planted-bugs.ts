import type { LeaseRemote } from "../../../src/claims/lease-remote.ts";
import type { LeaseRecord } from "../../../src/core/claim.ts";
import type { Random } from "../../../src/core/ports.ts";
import type { Git } from "../../../src/git/git.ts";
import type { RefUpdate } from "../../../src/git/push.ts";

/** Mistakes the history checker must find; `none` is the protocol as it is. */
export const PLANTED_BUGS = ["none", "no-nonce", "plain-push"] as const;
export type PlantedBug = (typeof PLANTED_BUGS)[number];

/** Randomness that gives every record the same nonce; attempts keep ids of their own. */
export function withoutNonce(random: Random): Random {
  return { ...random, hex: (bytes) => (bytes === 16 ? "0".repeat(32) : random.hex(bytes)) };
}

/** Pushes without leases a record that follows whatever the ref holds: it fast-forwards over other holders. */
export function withPlainPush(remote: LeaseRemote, git: Git, address: string): LeaseRemote {
  const pushPlainly = async ({ ref, to }: RefUpdate) => {
    const record = (await remote.record(to)) as LeaseRecord;
    const current = (await remote.read([ref])).get(ref);
    const child = await remote.write(record, current?.oid ?? null);
    return git.attempt(["push", "--quiet", address, `${child}:${ref}`]);
  };
  return {
    ...remote,
    async push(updates) {
      for (const update of updates) {
        const { exitCode, stderr } = await pushPlainly(update);
        if (exitCode !== 0) return { kind: "refused", refs: [update.ref], detail: stderr, byHook: false };
      }
      return { kind: "done" };
    },
  };
}
