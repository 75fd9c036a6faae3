import { anyPatternCovers } from "../../core/paths.ts";
import { type Workspace, workspaceGit } from "../../workspaces/workspace.ts";

/** The paths that can land: not what git ignores and does not track, nor what set-up has put there. By our own git directory. */
export async function landable(workspace: Workspace, paths: readonly string[]): Promise<readonly string[]> {
  const own = paths.filter((path) => !anyPatternCovers(workspace.privatePaths, path));
  if (own.length === 0) return [];
  const input = own.map((path) => `${path}\0`).join("");
  const checked = await workspaceGit(workspace).attempt(["check-ignore", "-z", "--stdin"], { input });
  const ignored = new Set(checked.stdout.toString("utf8").split("\0"));
  return own.filter((path) => !ignored.has(path));
}
