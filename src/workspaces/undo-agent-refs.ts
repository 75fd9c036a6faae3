import { AGENT_EMAIL } from "../agents/agent-environment.ts";
import type { Git } from "../git/git.ts";
import { compareAndSwapRef } from "../git/refs.ts";
import type { CheckoutView } from "./checkout-view.ts";
import { importCommits } from "./import-commits.ts";

/** Moves looked at in a branch's log. */
const MOVES_MAX = 200;

/**
 * Moves branches of the owner's repository back that an agent moved or made: git's own log of the branch says so, every
 * move since `before` carries the agent's address. A branch a person moved meanwhile stays, and so do index and files.
 * What an agent committed there is kept in the cache under `refs/signalbox/escaped/<session>/`.
 * @returns the refs that were moved back.
 */
export async function undoAgentRefs(clone: Git, cache: Git, before: CheckoutView, after: CheckoutView, session: string): Promise<string[]> {
  const old = new Map([...before.refs, ...before.tracking]);
  const undone: string[] = [];
  for (const [ref, oid] of [...after.refs, ...after.tracking]) {
    const was = old.get(ref) ?? null;
    if (ref === "HEAD" || oid === was || !(await isAgents(clone, ref, was, oid))) continue;
    if ((await isKept(clone, cache, session, ref, oid)) && (await moveBack(clone, ref, oid, was))) undone.push(ref);
  }
  return undone;
}

/** False when the commit cannot be taken over, for example because something of it is missing: then the branch stays. */
async function isKept(clone: Git, cache: Git, session: string, ref: string, oid: string): Promise<boolean> {
  try {
    await importCommits(cache, clone.location.cwd ?? "", oid);
    await cache.run(["update-ref", `refs/signalbox/escaped/${session}/${ref.slice("refs/".length)}`, oid]);
    return true;
  } catch {
    return false;
  }
}

/** True when all moves of `ref` from `was` (null: its making) to `oid` are an agent's. */
async function isAgents(clone: Git, ref: string, was: string | null, oid: string): Promise<boolean> {
  const log = await clone.attempt(["log", "--walk-reflogs", `--max-count=${MOVES_MAX}`, "--format=%H %ge", "--end-of-options", ref, "--"]);
  const moves = log.stdout.toString("utf8").split("\n").filter(Boolean);
  const since = was === null ? moves.length : moves.findIndex((move) => move.startsWith(`${was} `));
  const own = moves.slice(0, Math.max(0, since));
  return own[0]?.startsWith(`${oid} `) === true && own.every((move) => move.endsWith(` ${AGENT_EMAIL}`));
}

async function moveBack(clone: Git, ref: string, from: string, to: string | null): Promise<boolean> {
  if (to !== null) return compareAndSwapRef(clone, ref, from, to);
  return (await clone.attempt(["update-ref", "-d", "--end-of-options", ref, from])).exitCode === 0;
}
