import { SignalboxError } from "../core/errors.ts";
import { resolveCommit } from "../git/refs.ts";
import type { StateDirectory } from "../system/state-directory.ts";
import { detectConfig } from "../tasks/detect-config.ts";
import { diskTree } from "../tasks/disk-tree.ts";
import { readTasks } from "../tasks/read-tasks.ts";
import { footprintIndexFile, type PlanningInput, type PlanningSource, type PlanningWish, planningInput } from "./planning-input.ts";
import { findRepository, openSite, readConfig } from "./site.ts";

export interface PlanningHere extends PlanningInput {
  /** Absolute path of the work tree. */
  readonly root: string;
  /** Null in a clone without a remote. */
  readonly state: StateDirectory | null;
}

/**
 * What a plan of the work tree around `cwd` is made of: tasks and prompts as they are on disk, predictions from the commit
 * that is checked out, and what earlier runs of this repository took. Without a remote nothing was ever run here.
 * @param say told what a person should know of the index of predictions
 * @throws SignalboxError `no-repository`, `bad-config`, or `bad-input` for tasks or agents nobody knows.
 */
export async function planningHere(cwd: string, wish: PlanningWish, say: (line: string) => void = () => undefined): Promise<PlanningHere> {
  const source = await planningSourceHere(cwd);
  return { ...(await planningInput({ ...source, say }, wish)), root: source.root, state: source.state };
}

/** Where it is read from. @throws SignalboxError `no-repository`, `bad-config`. */
export async function planningSourceHere(cwd: string): Promise<PlanningSource & Pick<PlanningHere, "root" | "state">> {
  const { root, clone } = await findRepository(cwd);
  const reader = diskTree(root);
  const configured = await readConfig(root, clone);
  const hasSources = configured.tasks.prompts.length > 0 || Object.values(configured.tasks).some((source) => typeof source === "string");
  const config = hasSources ? configured : (await detectConfig(reader)).config;
  const { tasks } = await readTasks(reader, config);
  const state = await stateHere(cwd);
  const commit = (await resolveCommit(clone, "HEAD")) ?? null;
  const indexFile = state === null ? null : footprintIndexFile(state);
  return { root, git: clone, commit, indexFile, config, reader, tasks, state };
}

async function stateHere(cwd: string) {
  try {
    return (await openSite(cwd)).state;
  } catch (error) {
    // No remote, or nowhere to keep state: a plan needs neither.
    if (error instanceof SignalboxError && (error.code === "no-remote" || error.code === "bad-input")) return null;
    throw error;
  }
}
