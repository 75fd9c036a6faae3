import type { Command } from "../core/task.ts";
import type { TreeReader } from "./tree-reader.ts";

export interface DetectedChecks {
  readonly gates: readonly { readonly name: string; readonly run: Command }[];
  readonly lockfile: string | null;
  /** What installs the dependencies the lock file names. */
  readonly install: Command | null;
  readonly acceptance: { readonly exists: string; readonly run: Command } | null;
}

interface Packages {
  readonly lockfile: string;
  readonly run: readonly string[];
  readonly execute: readonly string[];
  readonly install: readonly string[];
}

const NODE_PACKAGES: readonly Packages[] = [
  { lockfile: "pnpm-lock.yaml", run: ["pnpm", "run"], execute: ["pnpm", "exec"], install: ["pnpm", "install", "--frozen-lockfile"] },
  { lockfile: "yarn.lock", run: ["yarn", "run"], execute: ["yarn"], install: ["yarn", "install", "--immutable"] },
  { lockfile: "bun.lock", run: ["bun", "run"], execute: ["bunx"], install: ["bun", "install", "--frozen-lockfile"] },
  { lockfile: "package-lock.json", run: ["npm", "run"], execute: ["npx", "--no-install"], install: ["npm", "ci"] },
];
const NPM = { run: ["npm", "run"], execute: ["npx", "--no-install"] };

/** Scripts that are gates, quick ones first; of each row the first that exists. */
const GATE_SCRIPTS: readonly (readonly [string, readonly string[]])[] = [
  ["types", ["types", "typecheck", "type-check", "check-types", "tsc"]],
  ["lint", ["lint"]],
  ["build", ["build"]],
  ["test", ["test"]],
];

/** Gates of repositories without package.json, by the file that shows them. */
const OTHER_GATES: readonly (readonly [string, readonly { readonly name: string; readonly run: Command }[]])[] = [
  ["Cargo.toml", [{ name: "test", run: ["cargo", "test"] }]],
  [
    "go.mod",
    [
      { name: "build", run: ["go", "build", "./..."] },
      { name: "test", run: ["go", "test", "./..."] },
    ],
  ],
  ["pyproject.toml", [{ name: "test", run: ["python", "-m", "pytest"] }]],
  ["mix.exs", [{ name: "test", run: ["mix", "test"] }]],
];

/** npm's own placeholder, which fails on purpose. */
const NO_TEST = /no test specified/;

/** The checks a repository already has: package scripts, a language's usual test command, acceptance tests named after tasks. */
export async function detectChecks(root: TreeReader, files: readonly string[]): Promise<DetectedChecks> {
  const known = new Set(files);
  const manifest = known.has("package.json") ? parseManifest(await root.read("package.json")) : undefined;
  const packages = manifest === undefined ? undefined : NODE_PACKAGES.find(({ lockfile }) => known.has(lockfile));
  const { run, execute } = packages ?? NPM;
  const scripts = manifest?.scripts ?? {};
  const gates = GATE_SCRIPTS.flatMap(([name, candidates]) => {
    const script = candidates.find((candidate) => Object.hasOwn(scripts, candidate) && !NO_TEST.test(scripts[candidate] ?? ""));
    return script === undefined ? [] : [{ name, run: [...run, script] }];
  });
  const others = manifest === undefined ? (OTHER_GATES.find(([file]) => known.has(file))?.[1] ?? []) : [];
  return {
    gates: [...gates, ...others],
    lockfile: packages?.lockfile ?? null,
    install: packages?.install ?? null,
    acceptance: acceptanceTests(files, manifest?.dependencies ?? new Set(), execute),
  };
}

/** `test/acceptance/QA-033.test.ts` and its siblings. */
function acceptanceTests(
  files: readonly string[],
  dependencies: ReadonlySet<string>,
  execute: readonly string[],
): DetectedChecks["acceptance"] {
  for (const path of files) {
    const match = /^((?:.*\/)?acceptance\/)[A-Za-z][A-Za-z0-9]*-\d+((?:\.(?:test|spec|acceptance))?\.[cm]?[jt]sx?)$/.exec(path);
    if (match === null) continue;
    const exists = `${match[1]}{task}${match[2]}`;
    const runner = ["vitest", "jest", "mocha"].find((name) => dependencies.has(name));
    if (runner === undefined) return { exists, run: ["node", "--test", exists] };
    return { exists, run: [...execute, runner, ...(runner === "vitest" ? ["run"] : []), exists] };
  }
  return null;
}

function parseManifest(text: string | undefined): {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: ReadonlySet<string>;
} {
  try {
    const value = JSON.parse(text ?? "{}") as Record<string, Record<string, unknown> | undefined> | null;
    const scripts = Object.fromEntries(Object.entries(value?.["scripts"] ?? {}).map(([name, script]) => [name, String(script)]));
    const dependencies = [value?.["dependencies"], value?.["devDependencies"]].flatMap((record) => Object.keys(record ?? {}));
    return { scripts, dependencies: new Set(dependencies) };
  } catch {
    return { scripts: {}, dependencies: new Set() };
  }
}
