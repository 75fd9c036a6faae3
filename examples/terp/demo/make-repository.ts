import { execFile } from "node:child_process";
import { appendFile, cp, mkdir, mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { acceptanceConfig } from "./acceptance.ts";
import { type DemoAgent, scriptedAgent } from "./demo-agent.ts";
import { shortenThinking } from "./shorten-thinking.ts";

const execute = promisify(execFile);

export interface DemoRepository {
  /** Everything of this demo is below it, and nothing elsewhere. */
  readonly root: string;
  /** Bare repository. */
  readonly remote: string;
  /** The owner's clone. */
  readonly clone: string;
  /** Where Signalbox keeps its state. */
  readonly state: string;
  /** Where an escaping agent leaves its mark, if it can. */
  readonly outside: string;
}

const EXAMPLE = fileURLToPath(new URL("..", import.meta.url));
const MODULES = fileURLToPath(new URL("../../../node_modules", import.meta.url));

const IDENTITY = {
  GIT_AUTHOR_NAME: "Owner",
  GIT_AUTHOR_EMAIL: "owner@example.test",
  GIT_COMMITTER_NAME: "Owner",
  GIT_COMMITTER_EMAIL: "owner@example.test",
};

/** Git as the owner would run it. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute("git", ["-c", "init.defaultBranch=main", ...args], { cwd, env: { ...process.env, ...IDENTITY } });
  return stdout.trim();
}

/**
 * A fresh remote and clone of the example as it is before any task is done.
 * @param agent who works there; scripted agents when left out.
 * @param fast scripted agents think a tenth as long, and no browser judges the pages.
 */
export async function makeRepository(agent?: DemoAgent, fast = false): Promise<DemoRepository> {
  const root = await mkdtemp(join(tmpdir(), "signalbox-demo-"));
  const [remote, clone, state, outside, agents] = ["terp.git", "terp", "state", "outside", "agents"].map((name) => join(root, name)) as [
    string,
    string,
    string,
    string,
    string,
  ];
  await git(root, "init", "--quiet", "--bare", remote);
  await git(root, "clone", "--quiet", remote, clone);
  await git(clone, "checkout", "--quiet", "-B", "main");
  await cp(join(EXAMPLE, "app"), clone, { recursive: true });
  await cp(join(EXAMPLE, "agents"), agents, { recursive: true });
  await mkdir(outside);
  const script = join(agents, "script.yaml");
  const { name, config } = agent ?? scriptedAgent(fast ? await shortenThinking(script) : script);
  const acceptance = acceptanceConfig(fast ? "none" : "chromium");
  await appendFile(join(clone, "signalbox.yaml"), `\n${stringify({ acceptance, agents: { [name]: config } })}`);
  await symlink(MODULES, join(clone, "node_modules"));
  await git(clone, "add", "--all");
  await git(clone, "commit", "--quiet", "--message", "TERP as it is");
  await git(clone, "push", "--quiet", "--set-upstream", "origin", "main");
  return { root, remote, clone, state, outside };
}
