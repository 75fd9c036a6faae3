import { EXIT } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { obey } from "./obey.ts";
import { argument } from "./options.ts";
import { type CommandContext, printDone } from "./output.ts";
import { reopenClaim } from "./reopen-claim.ts";

/** `signalbox retry TASK`: opens a failed, aborted or rolled-back task again. */
export async function run(context: CommandContext, args: readonly string[]): Promise<number> {
  const task = parseTaskId(argument(args, 0, "a task"));
  const obeyed = await obey(context, "retry", () => ({ name: "retry", task }));
  if (typeof obeyed === "number") return obeyed;
  await reopenClaim(context.cwd, task);
  printDone(context, "retry", task, `${obeyed.accepted.message}; next: signalbox run --only ${task}`);
  return EXIT.done;
}
