import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { messageOf, SignalboxError } from "../core/errors.ts";

/**
 * Everything Signalbox keeps for one repository, outside every workspace and every clone
 * (`$XDG_STATE_HOME/signalbox/<name>-<hash of the remote's address>/`, mode 0700).
 * Two clones of one remote on one machine share it, so two commands cannot both become the coordinator.
 */
export interface StateDirectory {
  readonly root: string;
  /** The store, and the lock that makes one process the coordinator. */
  readonly storeFile: string;
  readonly lockFile: string;
  /** `{url, token, pid}` of the running coordinator's HTTP API, mode 0600. */
  readonly coordinatorFile: string;
  /** Bare repository of all objects; never prunes; workspaces borrow from it by alternates. */
  readonly cache: string;
  /** One directory per session: `tree` (the agent's), `git` (the coordinator's), `home`, `tmp`. */
  readonly workspaces: string;
  /** Clean checkouts for gates. */
  readonly checkouts: string;
  /** What agents were told and said, one file per session. */
  readonly transcripts: string;
  /** Claims held by people and agents elsewhere on this machine, one file per task, mode 0600. */
  readonly credentials: string;
  /** What this observer saw of other holders' leases (boot id, OID, first seen). */
  readonly observationsFile: string;
  /** What predictions are made of, as of some commit; may be deleted at any time. */
  readonly footprintFile: string;
}

/** @param remoteAddress the remote's URL, or the absolute path of a bare repository. */
export async function openStateDirectory(remoteAddress: string): Promise<StateDirectory> {
  const base = process.env["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
  const name =
    basename(remoteAddress)
      .replace(/\.git$/, "")
      .replace(/[^A-Za-z0-9._-]/g, "-")
      .slice(0, 40) || "repository";
  const hash = createHash("sha256").update(remoteAddress).digest("hex").slice(0, 12);
  const root = join(base, "signalbox", `${name}-${hash}`);
  const directory: StateDirectory = {
    root,
    storeFile: join(root, "store.sqlite"),
    lockFile: join(root, "lock.sqlite"),
    coordinatorFile: join(root, "coordinator.json"),
    cache: join(root, "cache.git"),
    workspaces: join(root, "workspaces"),
    checkouts: join(root, "checkouts"),
    transcripts: join(root, "transcripts"),
    credentials: join(root, "credentials"),
    observationsFile: join(root, "observations.json"),
    footprintFile: join(root, "footprint.index"),
  };
  for (const path of [root, directory.workspaces, directory.checkouts, directory.transcripts, directory.credentials])
    await makeDirectory(path);
  return directory;
}

/** Node says of a read-only file system that there is `no such file or directory`, so the path is named as what it is. */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) throw error;
    throw new SignalboxError("bad-input", `expected to keep state in \`${path}\`, got \`${messageOf(error)}\``, {
      hint: "point XDG_STATE_HOME at a directory that can be written",
      cause: error,
    });
  }
}
