import { type Elsewhere, openElsewhere } from "../coordinator/elsewhere/elsewhere.ts";
import { personName } from "../coordinator/engine.ts";
import { protectMain } from "../coordinator/protection.ts";
import type { Site } from "../coordinator/site.ts";
import { EXIT, SignalboxError } from "../core/errors.ts";
import { checkCommitHook } from "../doctor/commit-hook.ts";
import { diagnoseMachine, diagnoseRepository } from "../doctor/diagnose.ts";
import { type HealthFinding, healthy, unhealthy } from "../doctor/health-finding.ts";
import { checkProtection } from "../doctor/protection.ts";
import { installHook } from "../records/install-hook.ts";
import { systemRandom } from "../system/clock.ts";
import { HOOK_COMMAND } from "./check.ts";
import type { RawOptions } from "./options.ts";
import { type CommandContext, printJson, table } from "./output.ts";

/** `signalbox doctor`: what is missing or wrong around Signalbox, each with a fix; `--fix` applies the safe ones. */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const findings = [...(await diagnoseMachine())];
  const fixed: string[] = [];
  try {
    const elsewhere = await openElsewhere(context.cwd);
    if (options["fix"] === true) fixed.push(...(await applyFixes(elsewhere.site)));
    findings.push(...(await aboutRepository(elsewhere)));
  } catch (error) {
    if (!(error instanceof SignalboxError) || error.code === "bug") throw error;
    findings.push(unhealthy("repository", "problem", error.message, error.hint ?? "mend it, then signalbox doctor again"));
  }
  if (context.json) printJson(context, "doctor", { findings, fixed });
  else printFindings(context, findings, fixed);
  return findings.some(({ severity }) => severity === "problem") ? EXIT.failed : EXIT.done;
}

async function aboutRepository({ site, claims }: Elsewhere): Promise<HealthFinding[]> {
  const { root, clone, remote, config, state } = site;
  const repository = healthy("repository", `${root} lands on ${config.main} of ${remote}, as ${personName()}`);
  return [repository, ...(await diagnoseRepository({ root, clone, remote, config, claims, stateRoot: state.root }))];
}

/** @returns a sentence for each thing done. */
async function applyFixes(site: Site): Promise<string[]> {
  const done: string[] = [];
  const protection = await checkProtection(site.remote, site.config.main);
  if (protection.fixable) {
    const now = await protectMain(site, systemRandom);
    if (now.protected) done.push(`${site.config.main} is protected: ${now.reason}; move it yourself by signalbox land BRANCH`);
  }
  if ((await checkCommitHook(site.clone)).fixable) {
    const { kind, path } = await installHook(site.clone, HOOK_COMMAND);
    if (kind === "installed" || kind === "chained")
      done.push(`${path} checks the records${kind === "chained" ? "; the earlier hook still runs first" : ""}`);
  }
  return done;
}

function printFindings(context: CommandContext, findings: readonly HealthFinding[], fixed: readonly string[]): void {
  for (const done of fixed) context.print(`fixed: ${done}`);
  context.print(table([["STATE", "CHECK", "FINDING"], ...findings.map(({ severity, check, message }) => [severity, check, message])]));
  const fixes = new Set(findings.flatMap(({ check, fix }) => (fix === null ? [] : [`${check}: next: ${fix}`])));
  context.print(fixes.size === 0 ? "\neverything is in order" : `\n${[...fixes].join("\n")}`);
}
