import { isAbsolute, relative } from "node:path";
import type { WriteAnswer } from "../../core/agent.ts";
import { anyPatternCovers, normalizePath } from "../../core/paths.ts";
import type { RunContext } from "../run-context.ts";
import { unleased } from "./lease-live.ts";

/**
 * Answers an agent that asks before it writes: paths outside its lease are added to it at once where they are free,
 * else the agent is told who holds them (DESIGN §6).
 * @param tree absolute path of the session's work tree.
 */
export async function mayWrite(context: RunContext, id: string, tree: string, paths: readonly string[]): Promise<WriteAnswer> {
  const { store } = context.engine;
  const session = await store.session(id);
  if (session === undefined) return { granted: false, text: "This session has ended: nothing may be written any more." };
  const inside = paths.map((path) => normalizePath(isAbsolute(path) ? relative(tree, path) : path));
  const outside = paths.find((_, index) => inside[index] === undefined);
  if (outside !== undefined) return { granted: false, text: `Expected a path inside ${tree}, got \`${outside.slice(0, 200)}\`.` };
  const known = [...session.paths, ...unleased(context)];
  const wanted = inside.filter((path) => path !== undefined && !anyPatternCovers(known, path)) as readonly string[];
  if (wanted.length === 0) return { granted: true };
  const extended = await store.extendLease(id, wanted);
  return extended.ok ? { granted: true } : { granted: false, text: extended.refusal.next };
}
