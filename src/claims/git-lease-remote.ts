import type { LeaseRecord } from "../core/claim.ts";
import { messageOf, SignalboxError } from "../core/errors.ts";
import { readCommitMessages } from "../git/commit-messages.ts";
import { deleteRemoteRefs } from "../git/delete-remote-refs.ts";
import type { Git } from "../git/git.ts";
import { mirrorCoordinationRefs } from "../git/mirror-refs.ts";
import { writeCommit, writeEmptyTree } from "../git/objects.ts";
import { pushAtomically } from "../git/push.ts";
import { listRemoteRefs } from "../git/refs.ts";
import { parseRecord, renderRecord } from "./lease-record.ts";
import type { LeaseReading, LeaseRemote } from "./lease-remote.ts";

/** A record never changes, so it is read once; the oldest are forgotten beyond this many. */
const RECORDS_MAX = 5_000;
const READ_TRIES_MAX = 4;

/**
 * The lease port over real git. `git` is the repository that holds the objects (the coordinator's cache, or a clone);
 * `remote` is a path, a URL or a configured name.
 */
export function gitLeaseRemote(git: Git, remote: string): LeaseRemote {
  const records = new Map<string, LeaseRecord | null>();
  let emptyTree: Promise<string> | undefined;

  function remember(oid: string, record: LeaseRecord | null): void {
    records.set(oid, record);
    const oldest = records.keys().next();
    if (records.size > RECORDS_MAX && !oldest.done) records.delete(oldest.value);
  }

  async function loadRecords(oids: readonly string[]): Promise<void> {
    for (const [oid, message] of await readCommitMessages(git, oids)) remember(oid, parseRecord(message));
  }

  return {
    async read(patterns) {
      let problem = "its refs kept moving";
      for (let tries = 0; tries < READ_TRIES_MAX; tries++) {
        const oids = select(await listRefs(git, remote, patterns), patterns);
        await loadRecords([...oids.values()].filter((oid) => !records.has(oid)));
        const missing = [...oids].filter(([, oid]) => !records.has(oid));
        if (missing.length > 0) {
          const refs = missing.map(([ref]) => ref);
          problem = (await mirrorCoordinationRefs(git, remote, refs)) ?? problem;
          await loadRecords(missing.map(([, oid]) => oid));
        }
        const reading: LeaseReading = new Map([...oids].map(([ref, oid]) => [ref, { oid, record: records.get(oid) ?? null }]));
        if ([...oids.values()].every((oid) => records.has(oid))) return reading;
      }
      throw unreadable(problem);
    },
    async write(record, parent) {
      emptyTree ??= writeEmptyTree(git);
      const oid = await writeCommit(git, {
        tree: await emptyTree,
        parents: parent === null ? [] : [parent],
        message: renderRecord(record),
      });
      remember(oid, record);
      return oid;
    },
    async record(oid) {
      if (!records.has(oid)) await loadRecords([oid]);
      return records.get(oid) ?? null;
    },
    push: (updates) => pushAtomically(git, remote, updates),
    remove: (refs) => deleteRemoteRefs(git, remote, refs),
  };
}

async function listRefs(git: Git, remote: string, patterns: readonly string[]): Promise<ReadonlyMap<string, string>> {
  try {
    return await listRemoteRefs(git, remote, patterns);
  } catch (error) {
    throw unreadable(messageOf(error));
  }
}

function unreadable(problem: string): SignalboxError {
  return new SignalboxError("remote-failed", `expected to read the coordination refs of the remote, got \`${problem}\``, {
    hint: "check that the remote can be reached (git ls-remote), then run the same command again",
  });
}

/** `ls-remote` matches the tails of names; the port promises full names and one level below a directory. */
function select(refs: ReadonlyMap<string, string>, patterns: readonly string[]): Map<string, string> {
  const matches = (ref: string) =>
    patterns.some((pattern) =>
      pattern.endsWith("/*") ? ref.slice(0, ref.lastIndexOf("/") + 1) === pattern.slice(0, -1) : ref === pattern,
    );
  return new Map([...refs].filter(([ref]) => matches(ref)));
}
