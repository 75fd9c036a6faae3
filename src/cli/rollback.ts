import { EXIT } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { obey } from "./obey.ts";
import { argument, type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printDone } from "./output.ts";
import { reopenClaim } from "./reopen-claim.ts";

/** `signalbox rollback TASK`: reverts its landing through the gates and opens it again. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const task = parseTaskId(argument(args, 0, "a task"));
  const obeyed = await obey(context, "rollback", () => ({
    name: "rollback",
    task,
    reason: textOption(options, "reason") ?? "asked for by a person",
  }));
  if (typeof obeyed === "number") return obeyed;
  const landed = obeyed.end?.kind === "change-landed";
  if (landed) await reopenClaim(context.cwd, task);
  printDone(
    context,
    "rollback",
    task,
    landed ? `${task} is reverted on main and open again` : `the revert of ${task} did not land; signalbox report tells why`,
  );
  return landed ? EXIT.done : EXIT.failed;
}
