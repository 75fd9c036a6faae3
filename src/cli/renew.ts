import { openElsewhere, publicClaim } from "../coordinator/elsewhere/elsewhere.ts";
import { renewTask } from "../coordinator/elsewhere/keep-claim.ts";
import { EXIT } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { argument, type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printJson, reportRefused } from "./output.ts";

/** `signalbox renew TASK`: keeps a claim for another while. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const task = parseTaskId(argument(args, 0, "a task"));
  const renewed = await renewTask(await openElsewhere(context.cwd), task, textOption(options, "session"));
  if (!renewed.ok) return reportRefused(context, "renew", renewed.refusal);
  const claim = publicClaim(renewed.value);
  if (context.json) printJson(context, "renew", { claim });
  else context.print(`${claim.task} is yours for another ${Math.round(claim.expiresInMs / 60_000)} minutes`);
  return EXIT.done;
}
