import { posix } from "node:path";
import { resolveJson } from "../keyed/resolve-json.ts";
import { resolveYaml } from "../keyed/resolve-yaml.ts";
import type { PathResult, PathVersions } from "../resolution.ts";
import { type Manifest, npmDisagrees } from "./lock-agrees.ts";

/** A package manager that can write its lock file anew without running anything of the repository and without a network. */
export interface LockTool {
  readonly name: string;
  readonly files: readonly string[];
  /** Files it reads besides the lock file: every manifest below the lock file's directory, and these beside it. */
  readonly beside: readonly string[];
  readonly run: readonly string[];
  /** Merges the lock file's entries by key, where its form has keys. */
  readonly merge: ((versions: PathVersions) => PathResult) | null;
  /** What of the manifests the lock file does not hold (null: nothing); null: only the tool itself can tell. */
  readonly disagrees: ((lock: string, manifests: readonly Manifest[]) => string | null) | null;
}

const LOCK_TOOLS: readonly LockTool[] = [
  {
    name: "npm",
    files: ["package-lock.json", "npm-shrinkwrap.json"],
    beside: [],
    run: ["npm", "install", "--package-lock-only", "--ignore-scripts", "--offline", "--no-audit", "--no-fund"],
    merge: resolveJson,
    disagrees: npmDisagrees,
  },
  {
    name: "pnpm",
    files: ["pnpm-lock.yaml"],
    beside: ["pnpm-workspace.yaml"],
    run: ["pnpm", "install", "--lockfile-only", "--ignore-scripts", "--offline"],
    merge: resolveYaml,
    disagrees: null,
  },
  {
    name: "yarn",
    files: ["yarn.lock"],
    beside: [],
    run: ["yarn", "install", "--ignore-scripts", "--offline", "--non-interactive", "--no-progress"],
    merge: null,
    disagrees: null,
  },
];

/** The tool that writes this path, or undefined when it is no lock file we know. */
export function lockToolOf(path: string): LockTool | undefined {
  const name = posix.basename(path);
  return LOCK_TOOLS.find(({ files }) => files.includes(name));
}
