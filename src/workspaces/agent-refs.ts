import { join } from "node:path";
import { isOid } from "../git/refs.ts";
import { isPlainDirectory, listPlainDirectory, readPlainFile } from "./plain-files.ts";

/** What an agent's repository says its commits are: claims, not facts, until the objects are in the cache. */
export interface AgentRefs {
  /** What HEAD names, by branch or detached; null when it names nothing readable. */
  readonly head: string | null;
  /** Every ref, the stash with all its entries included. */
  readonly refs: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

const REF_BYTES_MAX = 4096;
const PACKED_REFS_BYTES_MAX = 16 * 1024 * 1024;
const REFLOG_BYTES_MAX = 16 * 1024 * 1024;
const REFS_MAX = 2000;

/** Reads the refs of an agent's repository as plain text; git is never started in it. */
export async function readAgentRefs(gitDirectory: string): Promise<AgentRefs> {
  if (!(await isPlainDirectory(gitDirectory))) return { head: null, refs: new Map(), problems: ["the agent's repository is gone"] };
  const problems: string[] = [];
  const refs = await readPackedRefs(gitDirectory);
  await readLooseRefs(gitDirectory, "refs", refs);
  await readStash(gitDirectory, refs);
  if (refs.size > REFS_MAX) {
    problems.push(`the agent's repository has more than ${REFS_MAX} refs; only the first were looked at`);
    for (const ref of [...refs.keys()].slice(REFS_MAX)) refs.delete(ref);
  }
  const head = (await readText(join(gitDirectory, "HEAD")))?.trim() ?? "";
  const target = head.startsWith("ref:") ? refs.get(head.slice("ref:".length).trim()) : head;
  if (target === undefined || !isOid(target)) problems.push("HEAD of the agent's repository names no commit");
  return { head: target !== undefined && isOid(target) ? target : null, refs, problems };
}

/** Every commit the agent's HEAD ever was at, as its log says. */
export async function readHeadLog(gitDirectory: string): Promise<readonly string[]> {
  if (!(await isPlainDirectory(gitDirectory)) || !(await isPlainDirectory(join(gitDirectory, "logs")))) return [];
  const log = (await readPlainFile(join(gitDirectory, "logs/HEAD"), REFLOG_BYTES_MAX))?.toString("utf8") ?? "";
  return log
    .split("\n")
    .flatMap((line) => line.split(" ")[1] ?? [])
    .filter(isOid);
}

async function readPackedRefs(gitDirectory: string): Promise<Map<string, string>> {
  const refs = new Map<string, string>();
  const text = (await readPlainFile(join(gitDirectory, "packed-refs"), PACKED_REFS_BYTES_MAX))?.toString("utf8") ?? "";
  for (const line of text.split("\n")) {
    const [oid = "", ref = ""] = line.split(" ");
    if (isOid(oid) && ref.startsWith("refs/")) refs.set(ref, oid);
  }
  return refs;
}

async function readLooseRefs(gitDirectory: string, under: string, refs: Map<string, string>): Promise<void> {
  if (refs.size > REFS_MAX) return;
  const { files, directories } = await listPlainDirectory(join(gitDirectory, under));
  for (const name of files) {
    const oid = (await readText(join(gitDirectory, under, name)))?.trim() ?? "";
    if (isOid(oid)) refs.set(`${under}/${name}`, oid);
  }
  for (const name of directories) await readLooseRefs(gitDirectory, `${under}/${name}`, refs);
}

/** All stash entries but the newest live only in the stash's log. */
async function readStash(gitDirectory: string, refs: Map<string, string>): Promise<void> {
  if (!(await isPlainDirectory(join(gitDirectory, "logs"))) || !(await isPlainDirectory(join(gitDirectory, "logs/refs")))) return;
  const log = (await readPlainFile(join(gitDirectory, "logs/refs/stash"), REFLOG_BYTES_MAX))?.toString("utf8") ?? "";
  for (const [index, line] of log.split("\n").entries()) {
    const oid = line.split(" ")[1] ?? "";
    if (isOid(oid)) refs.set(`stash-${index}`, oid);
  }
}

async function readText(path: string): Promise<string | undefined> {
  return (await readPlainFile(path, REF_BYTES_MAX))?.toString("utf8");
}
