import { tmpdir } from "node:os";
import { Git } from "../git/git.ts";
import { type HealthCheck, type HealthFinding, healthy, unhealthy } from "./health-finding.ts";

/** `merge-tree --write-tree` came with it, and everything that lands is built by it. */
const GIT_MIN = "2.38.0";
/** The first that runs TypeScript's erasable syntax and SQLite without flags. */
const NODE_MIN = "22.18.0";

export async function checkGitVersion(): Promise<HealthFinding> {
  const { stdout } = await new Git({ cwd: tmpdir() }).attempt(["version"]);
  return atLeast("git", /\d+(?:\.\d+)+/.exec(stdout.toString("utf8"))?.[0], GIT_MIN);
}

export function checkNodeVersion(version: string = process.versions.node): HealthFinding {
  return atLeast("node", version, NODE_MIN);
}

/** How a program's version compares with the least one that works; undefined: it did not start. */
export function atLeast(program: Extract<HealthCheck, "git" | "node">, version: string | undefined, least: string): HealthFinding {
  const wanted = `${program} ${least.replace(/\.0$/, "")} or newer`;
  if (version === undefined) return unhealthy(program, "problem", `expected ${wanted}, got none`, `install ${wanted}`);
  if (isAtLeast(version, least)) return healthy(program, version);
  return unhealthy(program, "problem", `expected ${wanted}, got \`${version}\``, `install ${wanted}`);
}

function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((text) => text.split(".").map(Number));
  const differs = (need ?? []).findIndex((part, index) => part !== (have?.[index] ?? 0));
  return differs === -1 || (have?.[differs] ?? 0) > (need?.[differs] ?? 0);
}
