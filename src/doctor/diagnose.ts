import type { ClaimContext } from "../claims/context.ts";
import type { Config } from "../core/config.ts";
import type { Git } from "../git/git.ts";
import { diskTree } from "../tasks/disk-tree.ts";
import { checkAgentPrograms } from "./agent-programs.ts";
import { checkCommitHook } from "./commit-hook.ts";
import { checkDiskSpace } from "./disk-space.ts";
import { checkGatePrograms } from "./gate-programs.ts";
import type { HealthFinding } from "./health-finding.ts";
import { checkGitVersion, checkNodeVersion } from "./program-versions.ts";
import { checkProtection } from "./protection.ts";
import { checkRemote } from "./remote.ts";
import { checkSandbox } from "./sandbox.ts";
import { checkWorkflows } from "./workflows.ts";

/** What can be looked at anywhere. */
export async function diagnoseMachine(): Promise<HealthFinding[]> {
  return [await checkGitVersion(), checkNodeVersion()];
}

export interface RepositoryToDiagnose {
  readonly root: string;
  readonly clone: Git;
  readonly remote: string;
  readonly config: Config;
  readonly claims: ClaimContext;
  /** Where workspaces are made. */
  readonly stateRoot: string;
}

/** What belongs to one repository: its remote, hooks, agents, gates, room for workspaces, CI workflows. */
export async function diagnoseRepository(repository: RepositoryToDiagnose): Promise<HealthFinding[]> {
  const { root, clone, remote, config, claims, stateRoot } = repository;
  const findings = await Promise.all([
    checkRemote(claims),
    checkProtection(remote, config.main),
    checkCommitHook(clone),
    checkAgentPrograms(config.agents, root, process.env["PATH"] ?? ""),
    checkGatePrograms(config, process.env["PATH"] ?? ""),
    checkSandbox(config.confinement),
    checkDiskSpace(stateRoot),
    checkWorkflows(diskTree(root), clone),
  ]);
  return findings.flat();
}
