import { realpath } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { normalizePath } from "../../core/paths.ts";
import type { Workspace } from "../../workspaces/workspace.ts";

/** Where a path that an agent names really is: `inside` its tree, its `own` HOME or scratch, `git`'s files, or `outside`. */
export type Place = { readonly kind: "inside"; readonly path: string } | { readonly kind: "own" | "git" | "outside" };

export interface Box extends Pick<Workspace, "tree" | "home" | "temp"> {
  /** Absolute paths that are never the agent's own, wherever they lie: the owner's checkout, our state. */
  readonly closed: readonly string[];
}

/** Every program expects to be able to write here; confined, it is the agent's own. */
const SCRATCH = ["/tmp", "/var/tmp", "/dev"];

/**
 * Follows symbolic links first: `link/a.ts` may be somebody's `src/a.ts`, or lead out. The answer holds for the moment;
 * the real diff is checked again at submission.
 * @param named absolute, or relative to the tree.
 */
export async function placeOf(named: string, { tree, home, temp, closed }: Box): Promise<Place> {
  const [path, realTree] = await Promise.all([realOf(resolve(tree, named)), realOf(tree)]);
  if (isIn(path, realTree)) {
    const within = relative(realTree, path);
    if (within.split("/").some((part) => part.toLowerCase() === ".git")) return { kind: "git" };
    const inside = normalizePath(within);
    return inside === undefined ? { kind: "outside" } : { kind: "inside", path: inside };
  }
  const isInOne = async (directories: readonly string[]) => (await Promise.all(directories.map(realOf))).some((one) => isIn(path, one));
  const isOwn = (await isInOne([home, temp])) || (!(await isInOne(closed)) && (await isInOne(SCRATCH)));
  return { kind: isOwn ? "own" : "outside" };
}

/** The real path of what is there, and below it what is to be made. */
async function realOf(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  const parent = dirname(path);
  return parent === path ? path : join(await realOf(parent), basename(path));
}

function isIn(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
