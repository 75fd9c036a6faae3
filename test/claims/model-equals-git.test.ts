import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gitLeaseRemote } from "../../src/claims/git-lease-remote.ts";
import type { LeaseRemote } from "../../src/claims/lease-remote.ts";
import { ALL_CLAIMS, claimRef, LANDER_REF } from "../../src/claims/refs.ts";
import type { LeaseRecord } from "../../src/core/claim.ts";
import type { PushOutcome } from "../../src/git/push.ts";
import { ModelServer, modelLeaseRemote } from "../../src/simulation/model-lease-remote.ts";
import { makeRemoteAndClone } from "../support/repository.ts";
import { chooseSeed } from "./support/seed.ts";

const REFS = [claimRef("A-1"), claimRef("B-2"), LANDER_REF];
const RECORDS = 5;

/** References to refs and records by number; null expects absence. */
type Command =
  | {
      readonly do: "push";
      readonly updates: readonly { readonly ref: number; readonly expected: number | "current" | null; readonly to: number }[];
    }
  | { readonly do: "remove"; readonly ref: number; readonly expected: number | "current" }
  | { readonly do: "lock" | "unlock"; readonly ref: number }
  | { readonly do: "read"; readonly pattern: string };

const ref = fc.nat(REFS.length - 1);
const record = fc.nat(RECORDS - 1);
const expected = fc.oneof({ weight: 3, arbitrary: fc.constant("current" as const) }, record);
const update = fc.record({ ref, expected: fc.oneof({ weight: 4, arbitrary: expected }, fc.constant(null)), to: record });
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .uniqueArray(update, { minLength: 1, maxLength: 3, selector: (one) => one.ref })
      .map((updates) => ({ do: "push" as const, updates })),
  },
  fc.record({ do: fc.constant("remove" as const), ref, expected }),
  fc.record({ do: fc.constantFrom("lock" as const, "unlock" as const), ref }),
  fc.record({ do: fc.constant("read" as const), pattern: fc.constantFrom(ALL_CLAIMS, ...REFS) }),
);

/** One side: the remote, its records' OIDs by number, and how a ref is locked there. */
interface Side {
  readonly remote: LeaseRemote;
  readonly oids: readonly string[];
  lock(ref: string, locked: boolean): Promise<void>;
}

describe("the model of the remote", () => {
  it("answers every list of commands as real git does", async () => {
    const seed = chooseSeed();
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 14 }), async (commands) => {
        const { remote, git: clone } = await makeRemoteAndClone({});
        const real = await withRecords(gitLeaseRemote(clone, remote), (name, locked) => lockOnDisk(remote, name, locked));
        const server = new ModelServer();
        const model = await withRecords(modelLeaseRemote(server), async (name, locked) => {
          if (locked) server.locked.add(name);
          else server.locked.delete(name);
        });
        for (const one of commands) {
          expect(await play(model, one)).toEqual(await play(real, one));
          expect(await stateOf(model)).toEqual(await stateOf(real));
        }
      }),
      { seed, numRuns: Number(process.env["RUNS"] ?? 12), endOnFailure: true },
    );
  });
});

async function withRecords(remote: LeaseRemote, lock: Side["lock"]): Promise<Side> {
  const oids: string[] = [];
  for (let number = 0; number < RECORDS; number++) oids.push(await remote.write(recordOf(number), oids.at(-1) ?? null));
  return { remote, oids, lock };
}

async function play({ remote, oids, lock }: Side, one: Command): Promise<unknown> {
  const refs = await remote.read(REFS);
  const oidOf = (name: string, wanted: number | "current" | null) =>
    wanted === "current" ? (refs.get(name)?.oid ?? null) : wanted === null ? null : (oids[wanted] ?? null);
  const nameOf = (number: number) => REFS[number] ?? "";
  switch (one.do) {
    case "push": {
      const updates = one.updates.map((each) => ({
        ref: nameOf(each.ref),
        expected: oidOf(nameOf(each.ref), each.expected),
        to: oids[each.to] ?? "",
      }));
      return summary(await remote.push(updates));
    }
    case "remove": {
      const oid = oidOf(nameOf(one.ref), one.expected);
      // Deleting what is absent is no request the protocol makes.
      return oid === null || !refs.has(nameOf(one.ref))
        ? "skipped"
        : summary(await remote.remove([{ ref: nameOf(one.ref), expected: oid }]));
    }
    case "lock":
    case "unlock":
      return lock(nameOf(one.ref), one.do === "lock");
    case "read":
      return [...(await remote.read([one.pattern])).keys()].sort();
  }
}

const summary = (outcome: PushOutcome) => (outcome.kind === "refused" ? { kind: outcome.kind, refs: outcome.refs } : outcome.kind);

/** Which record each ref holds, by number: OIDs differ between the sides. */
async function stateOf({ remote, oids }: Side): Promise<Record<string, number>> {
  return Object.fromEntries([...(await remote.read(REFS))].sort().map(([name, { oid }]) => [name, oids.indexOf(oid)]));
}

async function lockOnDisk(remote: string, name: string, locked: boolean): Promise<void> {
  const file = join(remote, `${name}.lock`);
  if (!locked) return rm(file, { force: true });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, "");
}

function recordOf(number: number): LeaseRecord {
  const nonce = number.toString(16).padStart(32, "0");
  return {
    kind: "claim",
    name: "A-1",
    state: "held",
    epoch: 1,
    holder: "ann",
    host: null,
    session: null,
    nonce,
    base: null,
    footprint: [],
    ttlMs: 60_000,
  };
}
