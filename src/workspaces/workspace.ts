import { join } from "node:path";
import { z } from "zod";
import { SignalboxError } from "../core/errors.ts";
import { isTaskId } from "../core/ids.ts";
import { Git } from "../git/git.ts";
import type { StateDirectory } from "../system/state-directory.ts";

/**
 * The private clone a session works in: `workspaces/<session>/{tree,git,home,tmp}`. `tree/.git` belongs to the agent and
 * is only ever read as data; `git` is the coordinator's own git directory for the same tree. A directory of this name
 * is always complete: it is made and removed under another name.
 */
export interface Workspace {
  readonly session: string;
  readonly task: string;
  /** Commit of main the work starts from. */
  readonly base: string;
  /** Absolute paths of the whole, and of its parts. */
  readonly root: string;
  readonly tree: string;
  readonly gitDir: string;
  readonly home: string;
  readonly temp: string;
  /** Dependency directories put there by set-up (`node_modules`): never committed, however the agent tries. */
  readonly privatePaths: readonly string[];
  /** What set-up could not do and why; for the session's log. */
  readonly notes: readonly string[];
}

/** What is kept in `<root>/workspace.json`, out of the agent's tree. */
export const workspaceFileSchema = z.object({
  session: z.string(),
  task: z.string(),
  base: z.string(),
  privatePaths: z.array(z.string()),
  notes: z.array(z.string()),
});

export const WORKSPACE_FILE = "workspace.json";

/** The text of that file, the same for the same workspace. */
export function workspaceFileText({ session, task, base, privatePaths, notes }: Workspace): string {
  return JSON.stringify({ session, task, base, privatePaths, notes });
}

const SESSION = /^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/;
const SESSION_CHARACTERS_MAX = 128;

/** @throws SignalboxError `bad-input` when the names could lead out of the state directory or are no ref names. */
export function workspaceAt(stateDirectory: StateDirectory, facts: z.infer<typeof workspaceFileSchema>): Workspace {
  if (facts.session.length > SESSION_CHARACTERS_MAX || !SESSION.test(facts.session) || facts.session.endsWith(".lock")) {
    throw new SignalboxError("bad-input", `expected a session id, got \`${facts.session.slice(0, 80)}\``);
  }
  if (!isTaskId(facts.task)) throw new SignalboxError("bad-input", `expected a task id, got \`${facts.task.slice(0, 80)}\``);
  return workspaceIn(join(stateDirectory.workspaces, facts.session), facts);
}

/** The workspace laid out in `root`. */
export function workspaceIn(root: string, facts: z.infer<typeof workspaceFileSchema>): Workspace {
  return { ...facts, root, tree: join(root, "tree"), gitDir: join(root, "git"), home: join(root, "home"), temp: join(root, "tmp") };
}

/** The coordinator's git for a workspace: its own directory, configuration and index; new objects go to the cache. */
export function workspaceGit(workspace: Pick<Workspace, "gitDir" | "tree">): Git {
  return new Git({ gitDir: workspace.gitDir, workTree: workspace.tree });
}

/** The agent's own branch, and where the coordinator remembers the last head it made. */
export const agentBranch = (task: string): string => `refs/heads/signalbox/${task}`;
export const SUBMITTED_REF = "refs/signalbox/submitted";
