import { claimTask } from "../coordinator/elsewhere/claim-task.ts";
import { openElsewhere, publicClaim } from "../coordinator/elsewhere/elsewhere.ts";
import { personName } from "../coordinator/engine.ts";
import { EXIT } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { argument, type RawOptions, textOption, wholeNumber } from "./options.ts";
import { type CommandContext, printJson, reportRefused } from "./output.ts";

const MINUTES_MAX = 60 * 24 * 30;

/** `signalbox claim TASK`: the exclusive right to work on it, from any clone of the remote, without a server. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const task = parseTaskId(argument(args, 0, "a task"));
  const elsewhere = await openElsewhere(context.cwd);
  const { config } = elsewhere.site;
  const minutes =
    options["minutes"] === undefined ? config.limits.claimMinutes : wholeNumber(options["minutes"], "minutes", 1, MINUTES_MAX);
  const claimed = await claimTask(elsewhere, { task, holder: textOption(options, "as") ?? personName(), minutes }, context.note);
  if (!claimed.ok) return reportRefused(context, "claim", claimed.refusal);
  const { lease, prompt, base, branch } = claimed.value;
  if (context.json) {
    printJson(context, "claim", { claim: publicClaim(lease), prompt, base, branch });
    return EXIT.done;
  }
  context.print(`${task} is yours as ${lease.record.session ?? ""} (epoch ${lease.record.epoch}), for ${minutes} minutes unless renewed`);
  context.print(`work on:  git fetch ${config.remote} && git switch -c ${branch} ${base}`);
  context.print(`then:     signalbox submit ${task}   (or: signalbox renew ${task}, signalbox release ${task})`);
  if (prompt.trim() !== "") context.print(`\n${prompt.trim()}`);
  return EXIT.done;
}
