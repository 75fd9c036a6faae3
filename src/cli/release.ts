import { openElsewhere, publicClaim } from "../coordinator/elsewhere/elsewhere.ts";
import { releaseTask } from "../coordinator/elsewhere/keep-claim.ts";
import { EXIT } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { argument, type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printJson, reportRefused } from "./output.ts";

/** `signalbox release TASK`: gives a claim back; its epoch stays used. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const task = parseTaskId(argument(args, 0, "a task"));
  const released = await releaseTask(await openElsewhere(context.cwd), task, textOption(options, "session"));
  if (!released.ok) return reportRefused(context, "release", released.refusal);
  if (context.json) printJson(context, "release", { claim: { ...publicClaim(released.value), expiresInMs: 0 } });
  else context.print(`${task} is free again`);
  return EXIT.done;
}
