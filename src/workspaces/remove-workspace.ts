import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { messageOf } from "../core/errors.ts";
import type { Git } from "../git/git.ts";
import { type Salvage, salvageWorkspace } from "./salvage.ts";
import type { Workspace } from "./workspace.ts";

export type Removal =
  | { readonly removed: true; readonly salvage: Salvage | undefined }
  /** The workspace is as it was. */
  | { readonly removed: false; readonly because: string };

/**
 * Saves the work in a workspace, then removes it. Refuses when anything in it could not be saved, and leaves it untouched.
 * It loses its name before its files: a crash in between never leaves something that looks like a workspace with files missing.
 */
export async function removeWorkspace(workspace: Workspace, cache: Git, reason = "the workspace is removed"): Promise<Removal> {
  let salvage: Salvage | undefined;
  try {
    salvage = await salvageWorkspace(workspace, cache, reason);
  } catch (error) {
    return { removed: false, because: messageOf(error) };
  }
  if (salvage !== undefined && salvage.lost.length > 0) return { removed: false, because: salvage.lost.join("; ") };
  const leaving = join(dirname(workspace.root), `.leaving-${process.pid}-${randomBytes(4).toString("hex")}`);
  await rename(workspace.root, leaving);
  await rm(leaving, { recursive: true, force: true, maxRetries: 3 });
  return { removed: true, salvage };
}
