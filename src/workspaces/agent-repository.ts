import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { excludeText, formatConfig, objectFormatOf, statConfig } from "./git-directory.ts";
import { agentBranch } from "./workspace.ts";

export interface AgentRepositoryOptions {
  readonly cache: string;
  readonly task: string;
  readonly base: string;
  /** An index of the base whose stat data fit the tree. */
  readonly indexFile: string;
  readonly exclude: readonly string[];
}

/** What `objects/info/alternates` of an agent's repository says: the cache, and nothing else. */
export const alternatesText = (cache: string): string => `${join(cache, "objects")}\n`;

/** What `config` of an agent's repository says: no remotes, an identity, no background work. */
export function agentConfigText(base: string): string {
  return [
    formatConfig(objectFormatOf(base), false),
    "[core]\n\tbare = false\n\tfileMode = true\n\tlogAllRefUpdates = true\n",
    statConfig("copied"),
    "[user]\n\tname = Signalbox agent\n\temail = agent@localhost\n",
    "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n",
  ].join("");
}

/**
 * Lays out the agent's own repository in `path` (`tree/.git`): private refs and configuration, no remotes and no hooks,
 * objects borrowed from the cache by alternates, on branch `signalbox/<task>` at the base.
 */
export async function makeAgentRepository(path: string, options: AgentRepositoryOptions): Promise<void> {
  const branch = agentBranch(options.task);
  for (const directory of ["objects/info", "objects/pack", "refs/tags", "info", dirname(branch)]) {
    await mkdir(join(path, directory), { recursive: true });
  }
  await writeFile(join(path, "HEAD"), `ref: ${branch}\n`);
  await writeFile(join(path, branch), `${options.base}\n`);
  await writeFile(join(path, "config"), agentConfigText(options.base));
  await writeFile(join(path, "objects/info/alternates"), alternatesText(options.cache));
  await writeFile(join(path, "info/exclude"), excludeText(options.exclude));
  await copyFile(options.indexFile, join(path, "index"));
}
