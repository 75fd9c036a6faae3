import { openElsewhere, publicClaim } from "../coordinator/elsewhere/elsewhere.ts";
import { extendTask } from "../coordinator/elsewhere/keep-claim.ts";
import { EXIT } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { parsePath } from "../core/paths.ts";
import { argument, type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printJson, reportRefused } from "./output.ts";

/** `signalbox extend TASK PATHS`: asks for more paths; refused while another claim covers one of them. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const task = parseTaskId(argument(args, 0, "a task"));
  const paths = args.slice(1).map(parsePath);
  const extended = await extendTask(await openElsewhere(context.cwd), task, textOption(options, "session"), paths);
  if (!extended.ok) return reportRefused(context, "extend", extended.refusal);
  const { footprint } = extended.value.record;
  if (context.json) printJson(context, "extend", { claim: publicClaim(extended.value), paths: footprint });
  else context.print(`${task} now covers ${footprint.join(", ")}`);
  return EXIT.done;
}
