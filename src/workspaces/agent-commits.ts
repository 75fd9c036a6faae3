import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, SignalboxError } from "../core/errors.ts";
import type { Git } from "../git/git.ts";
import { readAgentRefs } from "./agent-refs.ts";
import { commitsNamed, importObjects } from "./import-commits.ts";
import { listPlainDirectory, lstatOrNothing, readPlainFile } from "./plain-files.ts";
import { type Workspace, workspaceGit } from "./workspace.ts";

/** The agent's own commits, now whole and checked in the cache. */
export interface AgentCommits {
  /** The commit of the agent's HEAD; null when it has none that could be taken over. */
  readonly head: string | null;
  /** Every ref whose commit is in the cache. */
  readonly refs: ReadonlyMap<string, string>;
  /** What could not be taken over and why. The agent's repository should then be kept as files. */
  readonly problems: readonly string[];
}

const OBJECT_BYTES_MAX = 1024 * 1024 * 1024;
const OBJECTS_BYTES_MAX = 2 * OBJECT_BYTES_MAX;
const LOOSE_OBJECT = /^(?:[0-9a-f]{38}|[0-9a-f]{62})$/;
const PACK_FILE = /^pack-[0-9a-f]+\.(?:pack|idx)$/;

/**
 * Takes the agent's commits into the cache without running git in the agent's repository: refs are read as text,
 * object files are copied without following links into a directory of ours, and what the refs reach is packed from
 * there and checked. A corrupt or hostile repository costs the refs concerned and yields problems; it never throws for that.
 * @throws SignalboxError `disk-full`.
 */
export async function importAgentCommits(workspace: Workspace, cache: Git): Promise<AgentCommits> {
  const agentGit = join(workspace.tree, ".git");
  const claimed = await readAgentRefs(agentGit);
  const problems = [...claimed.problems];
  const named = new Map([...(claimed.head === null ? [] : [["HEAD", claimed.head] as const]), ...claimed.refs]);
  const missing = await namesMissing(cache, named);
  if (missing.length > 0) {
    const quarantine = join(workspace.gitDir, `incoming-${randomBytes(4).toString("hex")}`);
    try {
      problems.push(...(await copyObjects(join(agentGit, "objects"), quarantine)));
      problems.push(...(await importNames(workspace, cache, quarantine, missing)));
    } catch (error) {
      throw asDiskFull(error);
    } finally {
      await rm(quarantine, { recursive: true, force: true });
    }
  }
  const names = [...named.entries()];
  const commits = await commitsNamed(
    cache,
    names.map(([, oid]) => oid),
  );
  const refs = new Map<string, string>();
  for (const [index, [ref, oid]] of names.entries()) {
    const commit = commits[index];
    if (commit !== undefined) refs.set(ref, commit);
    else problems.push(`${ref} of the agent's repository names ${oid.slice(0, 12)}, which is no whole commit`);
  }
  const head = refs.get("HEAD") ?? null;
  refs.delete("HEAD");
  return { head, refs, problems };
}

async function namesMissing(cache: Git, named: ReadonlyMap<string, string>): Promise<string[]> {
  const oids = [...new Set(named.values())];
  const present = await commitsNamed(cache, oids);
  return oids.filter((_, index) => present[index] === undefined);
}

/** All at once, which is fast; when that fails each alone, so that one broken branch does not take the others with it. */
async function importNames(workspace: Workspace, cache: Git, quarantine: string, oids: readonly string[]): Promise<string[]> {
  const source = workspaceGit(workspace).with({ objectDirectories: [quarantine] });
  const known = [workspace.base];
  const fault = await faultOf(() => importObjects(source, cache, oids, known));
  if (fault === undefined) return [];
  if (oids.length === 1) return [fault];
  const faults: string[] = [];
  for (const oid of oids) {
    const alone = await faultOf(() => importObjects(source, cache, [oid], known));
    if (alone !== undefined) faults.push(alone);
  }
  return faults;
}

/** A full disk is our trouble and stops everything; anything else is the repository's, and is reported. */
async function faultOf(action: () => Promise<void>): Promise<string | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof SignalboxError && error.code === "disk-full") throw error;
    return messageOf(error);
  }
}

/** Copies loose objects and packs; nothing else in there (alternates, commit graphs) is believed. */
async function copyObjects(from: string, to: string): Promise<string[]> {
  const problems: string[] = [];
  let bytes = 0;
  const copy = async (directory: string, name: string) => {
    const source = join(from, directory, name);
    const content = bytes > OBJECTS_BYTES_MAX ? undefined : await readPlainFile(source, OBJECT_BYTES_MAX);
    if (content === undefined) return problems.push(`${directory}/${name} of the agent's objects could not be read or is too large`);
    bytes += content.length;
    return writeFile(join(to, directory, name), content);
  };
  await mkdir(to);
  for (const directory of (await listPlainDirectory(from)).directories) {
    const wanted = directory === "pack" ? PACK_FILE : /^[0-9a-f]{2}$/.test(directory) ? LOOSE_OBJECT : undefined;
    if (wanted === undefined) continue;
    await mkdir(join(to, directory));
    for (const name of (await listPlainDirectory(join(from, directory))).files) if (wanted.test(name)) await copy(directory, name);
  }
  if ((await lstatOrNothing(from)) === undefined) problems.push("the agent's objects are gone");
  return problems;
}

function asDiskFull(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "ENOSPC" && code !== "EDQUOT") return error;
  return new SignalboxError("disk-full", "expected room to copy the agent's commits, got `no space left on device`", {
    hint: "free some space and try again; the workspace is untouched",
    cause: error,
  });
}
