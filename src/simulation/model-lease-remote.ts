import { createHash } from "node:crypto";
import type { LeaseAt, LeaseRemote } from "../claims/lease-remote.ts";
import type { LeaseRecord } from "../core/claim.ts";
import type { PushOutcome, RefUpdate } from "../git/push.ts";

/**
 * What happens to the next push.
 *
 * none          it arrives and is answered.
 * lost-reply    it takes effect, but the client never hears of it.
 * dropped       it never arrives, and the client cannot tell.
 * half-applied  the receiver is killed after the first ref: git moves the refs of an atomic push one by one.
 */
export type PushFault = "none" | "lost-reply" | "dropped" | "half-applied";

interface ModelUpdate {
  readonly ref: string;
  readonly expected: string | null;
  /** Null deletes. */
  readonly to: string | null;
}

/** A git remote's refs in memory: as much of git as the claim protocol relies on, held equal to real git by a differential test. */
export class ModelServer {
  readonly refs = new Map<string, string>();
  readonly records = new Map<string, LeaseRecord>();
  /** Refs whose `.lock` file was left behind: every push that moves one is refused. */
  readonly locked = new Set<string>();
  /** Decides the fate of each push. */
  nextFault: () => PushFault = () => "none";

  /** Git's atomic push with leases, including its trap: a ref that already holds the new value is neither sent nor checked. */
  push(updates: readonly ModelUpdate[], refsMovedMax = updates.length): PushOutcome {
    const unchanged = updates.filter(({ ref, to }) => to !== null && this.refs.get(ref) === to).map(({ ref }) => ref);
    const sent = updates.filter(({ ref }) => !unchanged.includes(ref));
    const refused = sent.filter(({ ref, expected }) => (this.refs.get(ref) ?? null) !== expected || this.locked.has(ref));
    if (refused.length > 0) {
      return { kind: "refused", refs: updates.map(({ ref }) => ref), detail: "stale info", byHook: false };
    }
    for (const { ref, to } of sent.slice(0, refsMovedMax)) {
      if (to === null) this.refs.delete(ref);
      else this.refs.set(ref, to);
    }
    return unchanged.length === 0 ? { kind: "done" } : { kind: "refused", refs: unchanged, detail: "up to date", byHook: false };
  }
}

/** One client's view of a model server. */
export function modelLeaseRemote(server: ModelServer): LeaseRemote {
  const deliver = (updates: readonly ModelUpdate[]): PushOutcome => {
    const fault = server.nextFault();
    if (fault === "dropped") return { kind: "unknown", detail: "timed out before the remote heard of it" };
    const outcome = server.push(updates, fault === "half-applied" ? 1 : updates.length);
    return fault === "none" ? outcome : { kind: "unknown", detail: "timed out after the remote acted" };
  };
  return {
    async read(patterns) {
      const at = (oid: string): LeaseAt => ({ oid, record: server.records.get(oid) ?? null });
      const refs = [...server.refs].filter(([ref]) => patterns.some((pattern) => matches(pattern, ref)));
      return new Map(refs.map(([ref, oid]) => [ref, at(oid)]));
    },
    async write(record, parent) {
      const oid = createHash("sha1")
        .update(JSON.stringify([record, parent]))
        .digest("hex");
      server.records.set(oid, record);
      return oid;
    },
    record: async (oid) => server.records.get(oid) ?? null,
    push: async (updates: readonly RefUpdate[]) => deliver(updates),
    remove: async (refs) => deliver(refs.map(({ ref, expected }) => ({ ref, expected, to: null }))),
  };
}

function matches(pattern: string, ref: string): boolean {
  return pattern.endsWith("/*") ? ref.slice(0, ref.lastIndexOf("/") + 1) === pattern.slice(0, -1) : ref === pattern;
}
