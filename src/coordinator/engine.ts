import { hostname, userInfo } from "node:os";
import { findSandbox } from "../agents/find-sandbox.ts";
import type { Sandbox } from "../agents/sandbox.ts";
import { type ClaimContext, claimContext } from "../claims/context.ts";
import { fileJournal } from "../claims/file-journal.ts";
import { fileObservations } from "../claims/file-observations.ts";
import { gitLeaseRemote } from "../claims/git-lease-remote.ts";
import { SignalboxError } from "../core/errors.ts";
import type { Clock, Random } from "../core/ports.ts";
import type { Git } from "../git/git.ts";
import { type Merger, openMerger } from "../git/merge-process.ts";
import { acquireCoordinatorLock, type CoordinatorLock } from "../store/coordinator-lock.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { systemClock, systemRandom } from "../system/clock.ts";
import { openCache } from "../workspaces/cache.ts";
import { dependencyDirectory } from "../workspaces/set-up.ts";
import { readLanderToken } from "./protection.ts";
import type { Site } from "./site.ts";

const LOCK_TRIES = 10;
const LOCK_MS = 100;

/** Everything a coordinator works with, opened. Exactly one per repository and machine. */
export interface Engine {
  readonly site: Site;
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Store;
  readonly cache: Git;
  /** Merges commits of the cache. */
  readonly merger: Merger;
  readonly claims: ClaimContext;
  readonly sandbox: Sandbox;
  /** Names this machine's state directory in host leases; made once. */
  readonly hostId: string;
  /** Who holds what we hold: `signalbox@machine`. */
  readonly holder: string;
  /** Directories of the owner's checkout that workspaces and checkouts link to: agents and gates may read them. */
  readonly dependencies: readonly string[];
  /** Sent with pushes of main where the remote is protected. */
  readonly landerToken: string | undefined;
  close(): Promise<void>;
}

/**
 * Opens the engine for `site`, as the only coordinator of it.
 * @throws SignalboxError `already-running` when another process is; faults of the store, the disk or the remote.
 */
export async function openEngine(site: Site, clock: Clock = systemClock, random: Random = systemRandom): Promise<Engine> {
  const lock = await patientLock(site.state.lockFile, clock);
  if (lock === undefined) {
    throw new SignalboxError("already-running", "expected to be the only coordinator of this repository, got another one running", {
      hint: "signalbox status shows what it does",
    });
  }
  let store: Store | undefined;
  try {
    store = await openStore(site.state.storeFile, { clock });
    const opened = store;
    const cache = await openCache(site.state, site.remote, site.config.main);
    const merger = openMerger(cache);
    return {
      site,
      clock,
      random,
      store,
      cache,
      merger,
      claims: claimsOf(site, cache, clock, random),
      sandbox: await findSandbox(site.config.confinement),
      hostId: await keptValue(store, "host-id", () => `${machineName()}-${random.hex(4)}`),
      holder: `signalbox@${machineName()}`,
      dependencies: await linkedDependencies(site),
      landerToken: await readLanderToken(site),
      async close() {
        await merger.close();
        await opened.close();
        lock.release();
      },
    };
  } catch (error) {
    await store?.close();
    lock.release();
    throw error;
  }
}

/** A command that only reads takes the lock for a moment: that is no coordinator. */
async function patientLock(file: string, clock: Clock): Promise<CoordinatorLock | undefined> {
  for (let tries = LOCK_TRIES; ; tries--) {
    const lock = await acquireCoordinatorLock(file);
    if (lock !== undefined || tries <= 1) return lock;
    await clock.sleep(LOCK_MS);
  }
}

async function linkedDependencies({ root, config }: Site): Promise<readonly string[]> {
  const found = await Promise.all(config.setup.link.map((path) => dependencyDirectory(root, path)));
  return found.filter((directory) => directory !== undefined);
}

/** The claim protocol over `git`'s objects and the site's remote; also used by `claim` and its kin without a coordinator. */
export function claimsOf(site: Site, git: Git, clock: Clock, random: Random): ClaimContext {
  return claimContext({
    remote: gitLeaseRemote(git, site.remote),
    clock,
    random,
    observations: fileObservations(site.state.observationsFile),
    journal: fileJournal(`${site.state.root}/claim-attempts`),
  });
}

/** Who a person is to others: `name@machine`. */
export function personName(): string {
  return `${userInfo().username}@${machineName()}`;
}

function machineName(): string {
  return (
    hostname()
      .replace(/[^A-Za-z0-9-]/g, "-")
      .slice(0, 40) || "machine"
  );
}

async function keptValue(store: Store, key: string, make: () => string): Promise<string> {
  const known = await store.value(key);
  if (typeof known === "string") return known;
  const made = make();
  await store.setValue(key, made);
  return made;
}
