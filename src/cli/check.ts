import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findRepository, readConfig } from "../coordinator/site.ts";
import { EXIT, messageOf } from "../core/errors.ts";
import { blameAuthors } from "../git/blame.ts";
import type { Git } from "../git/git.ts";
import { checkRecords } from "../records/check-records.ts";
import { checkStaged } from "../records/check-staged.ts";
import type { Finding } from "../records/findings.ts";
import { type HookInstallation, installHook } from "../records/install-hook.ts";
import { diskTree } from "../tasks/disk-tree.ts";
import { observeClaims } from "./observe-claims.ts";
import type { RawOptions } from "./options.ts";
import { type CommandContext, printJson } from "./output.ts";

/** What the git hook runs. It names this installation: a hook's PATH is often a short one. */
export const HOOK_COMMAND: readonly string[] = [fileURLToPath(new URL("../../bin/signalbox.js", import.meta.url)), "check", "--hook"];

/** `signalbox check`: stale, duplicate and contradictory records, and whose they are. It repairs nothing. */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const { root, clone } = await findRepository(context.cwd);
  if (options["install"] === true) return install(context, clone);
  if (options["hook"] === true) return runHook(context, root, clone);
  const config = await readConfig(root, clone);
  const committer = (await clone.attempt(["config", "--get", "user.name"])).stdout.toString("utf8").trim() || undefined;
  const findings = await checkRecords({
    root: diskTree(root),
    config: config.records,
    ...(await observeClaims(context, "anywhere")),
    blame: (path, text) => blameAuthors(clone, path, text, committer),
  });
  if (context.json) printJson(context, "check", { findings, blocked: false });
  else printFindings(context, findings);
  return findings.length > 0 ? EXIT.failed : EXIT.done;
}

async function install(context: CommandContext, clone: Git): Promise<number> {
  const hook = await installHook(clone, HOOK_COMMAND);
  if (context.json) printJson(context, "check", { hook });
  else context.print(describeHook(hook));
  return hook.kind === "manual" ? EXIT.failed : EXIT.done;
}

function describeHook({ kind, path, line }: HookInstallation): string {
  if (kind === "manual") return `expected to own the pre-commit hook, got one at \`${path}\` that is not ours; next: add to it: ${line}`;
  return kind === "already" ? `${path} checks the records already` : `${path} checks the records of every commit made here`;
}

/** A commit is stopped by its own findings and by nothing else: not by others' and not by a check that cannot be made. */
async function runHook(context: CommandContext, root: string, clone: Git): Promise<number> {
  try {
    const config = await readConfig(root, clone);
    const index = process.env["GIT_INDEX_FILE"];
    const staged = index === undefined ? clone : clone.with({ indexFile: resolve(root, index) });
    const { blocked, mine, others } = await checkStaged(staged, {
      config: config.records,
      ...(await observeClaims(context, "this-machine")),
    });
    if (context.json) printJson(context, "check", { findings: mine, blocked });
    else {
      if (blocked) printFindings(context, mine);
      if (others.length > 0)
        context.note(`signalbox check: ${others.length} more, none of this commit's; next: signalbox check lists them`);
    }
    return blocked ? EXIT.failed : EXIT.done;
  } catch (error) {
    if (context.json) throw error;
    context.note(`signalbox check: skipped: ${messageOf(error)}`);
    return EXIT.done;
  }
}

function printFindings(context: CommandContext, findings: readonly Finding[]): void {
  for (const { file, line, code, message, owner } of findings)
    context.print(`${file}:${line}  ${code}  ${message}; next: ${owner ?? "whoever knows"} mends it`);
  if (findings.length === 0) context.print("the records are in order");
}
