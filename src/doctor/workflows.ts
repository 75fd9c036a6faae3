import { posix } from "node:path";
import type { Git } from "../git/git.ts";
import type { TreeReader } from "../tasks/tree-reader.ts";
import { type HealthFinding, healthy, unhealthy } from "./health-finding.ts";
import type { Reference } from "./script-references.ts";
import { readWorkflow, type Workflow } from "./workflow-file.ts";
import { workflowReferences } from "./workflow-references.ts";

const WORKFLOW_FILE = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const PULL_REQUEST_TRIGGER = /^(?:pull_request(?:_target|_review|_review_comment)?|merge_group)$/;
const COMMITS_LOOKED_AT = 200;

/**
 * The repository's CI workflows: obsolete ones, which only pull requests trigger in a repository that lands directly, and
 * failing ones, which are invalid or refer to local files, actions or npm scripts that are gone.
 */
export async function checkWorkflows(root: TreeReader, clone: Git): Promise<HealthFinding[]> {
  const files = new Set(await root.list());
  const paths = [...files].filter((path) => WORKFLOW_FILE.test(path));
  if (paths.length === 0) return [healthy("workflows", "no CI workflows under .github/workflows")];
  const tree: Tree = { root, files, clone, landsDirectly: await landsDirectly(clone) };
  return (await Promise.all(paths.map(async (path) => checkOne(tree, path, (await root.read(path)) ?? "")))).flat();
}

interface Tree {
  readonly root: TreeReader;
  readonly files: ReadonlySet<string>;
  readonly clone: Git;
  readonly landsDirectly: boolean;
}

async function checkOne(tree: Tree, path: string, text: string): Promise<HealthFinding[]> {
  const workflow = readWorkflow(text);
  if (typeof workflow === "string") {
    return [unhealthy("workflows", "problem", `failing: ${path} ${workflow}`, "mend or delete the file")];
  }
  const gone = await Promise.all(workflowReferences(workflow).map((reference) => goneBecause(tree, reference)));
  const found = [
    ...(tree.landsDirectly && isForPullRequests(workflow) ? [obsolete(path)] : []),
    ...gone
      .filter((why) => why !== undefined)
      .map((why) => unhealthy("workflows", "problem", `failing: ${path} needs ${why}`, "bring it back, or take the step out")),
  ];
  return found.length > 0 ? found : [healthy("workflows", `${path} is in order`)];
}

function isForPullRequests({ triggers }: Workflow): boolean {
  return triggers.every((trigger) => PULL_REQUEST_TRIGGER.test(trigger));
}

function obsolete(path: string): HealthFinding {
  const message = `obsolete: only pull requests trigger ${path}, and work lands on this repository's main directly`;
  return unhealthy("workflows", "warning", message, "let `push` on main trigger it, make it a gate in signalbox.yaml, or delete it");
}

/** None of the latest commits on this line came by a pull request, going by the subjects that hosts write. */
async function landsDirectly(clone: Git): Promise<boolean> {
  const log = await clone.attempt(["log", "--first-parent", `-${COMMITS_LOOKED_AT}`, "--format=%s", "HEAD", "--"]);
  return !/^Merge pull request #\d+|\(#\d+\)$/m.test(log.stdout.toString("utf8"));
}

/** What is missing, in words, or undefined when it is there. What git ignores is built on the way and missing now. */
async function goneBecause({ root, files, clone }: Tree, reference: Reference): Promise<string | undefined> {
  if (reference.kind === "npm-script") return missingScript(root, files, reference);
  const { path } = reference;
  const candidates =
    reference.kind === "action" ? ["action.yml", "action.yaml", "Dockerfile"].map((name) => posix.join(path, name)) : [path];
  if (candidates.some((candidate) => files.has(candidate)) || isDirectory(files, reference)) return undefined;
  const ignored = await clone.attempt(["check-ignore", "--quiet", "--", path]);
  if (ignored.exitCode === 0) return undefined;
  const deleted = await clone.attempt(["log", "-1", "--format=%h", "--diff-filter=D", "HEAD", "--", ...candidates]);
  const commit = deleted.stdout.toString("utf8").trim();
  return `\`${path}\`, which ${commit === "" ? "is not in the repository" : `is gone since ${commit}`}`;
}

/** `chmod -R` and the like may name a directory; an action's directory must hold an action. */
function isDirectory(files: ReadonlySet<string>, { kind, path }: Exclude<Reference, { readonly kind: "npm-script" }>): boolean {
  return kind === "file" && [...files].some((file) => file.startsWith(`${path}/`));
}

async function missingScript(
  root: TreeReader,
  files: ReadonlySet<string>,
  { directory, script }: Extract<Reference, { readonly kind: "npm-script" }>,
): Promise<string | undefined> {
  const manifest = manifestFor(files, directory);
  if (manifest === undefined) return `a package.json for \`npm run ${script}\`, and there is none`;
  const scripts = scriptsOf((await root.read(manifest)) ?? "");
  return scripts === undefined || Object.hasOwn(scripts, script) ? undefined : `the npm script \`${script}\`, which ${manifest} has not`;
}

/** npm takes the nearest package.json upwards. */
function manifestFor(files: ReadonlySet<string>, directory: string): string | undefined {
  const manifest = posix.join(directory, "package.json");
  if (files.has(manifest)) return manifest;
  const parent = posix.dirname(directory);
  return parent === directory ? undefined : manifestFor(files, parent);
}

/** Undefined when the file is no JSON: that is a fault of another kind, and every gate shows it. */
function scriptsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const { scripts } = JSON.parse(text) as { readonly scripts?: Readonly<Record<string, unknown>> };
    return scripts ?? {};
  } catch {
    return undefined;
  }
}
