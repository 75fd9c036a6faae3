import { EXIT } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { obey } from "./obey.ts";
import { argument, type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printDone } from "./output.ts";

/** `signalbox abort TASK`: ends its session; the work is kept in salvage and the task stays open. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const task = parseTaskId(argument(args, 0, "a task"));
  const obeyed = await obey(context, "abort", () => ({
    name: "abort",
    task,
    reason: textOption(options, "reason") ?? "asked for by a person",
  }));
  if (typeof obeyed === "number") return obeyed;
  printDone(context, "abort", task, obeyed.accepted.message);
  return EXIT.done;
}
