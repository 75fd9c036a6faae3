import { openElsewhere, publicClaim } from "../coordinator/elsewhere/elsewhere.ts";
import { handIn } from "../coordinator/elsewhere/hand-in.ts";
import type { HeldLease } from "../core/claim.ts";
import { EXIT } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { type LandedAlone, landIfAlone } from "../server/land-if-alone.ts";
import { argument, type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printJson, reportRefused } from "./output.ts";

/**
 * `signalbox submit TASK`: hands the work to the lander through the remote. Where no lander runs, this command lands it
 * alone, through the same gates.
 */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const task = parseTaskId(argument(args, 0, "a task"));
  const elsewhere = await openElsewhere(context.cwd);
  const work = { revision: textOption(options, "ref") ?? "HEAD", isPart: options["part"] === true };
  const submitted = await handIn(elsewhere, task, textOption(options, "session"), work);
  if (!submitted.ok) return reportRefused(context, "submit", submitted.refusal);
  return tell(context, task, submitted.value, await landIfAlone(elsewhere.site, submitted.value.head));
}

/** Says what became of the work. Handed in is done, unless it came back while this command waited. */
function tell(
  context: CommandContext,
  task: string,
  { lease, submission }: { readonly lease: HeldLease; readonly submission: string },
  alone: LandedAlone | undefined,
): number {
  const { state, commit, returned: reason } = alone?.change ?? { state: "submitted", commit: null, returned: null };
  const cameBack = state === "returned" || state === "rejected" || state === "withdrawn";
  if (context.json) printJson(context, "submit", { claim: publicClaim(lease), state, reason });
  else if (cameBack)
    context.note(
      `signalbox submit: ${task} came back (${reason?.code ?? state}): ${reason?.message ?? ""}\n${reason?.evidence ?? ""}\nnext: mend it, then signalbox submit ${task} again`,
    );
  else if (state === "landed") context.print(`${alone?.change.kind === "part" ? "a part of " : ""}${task} is on main as ${commit ?? ""}`);
  else if (alone === undefined) context.print(`${task} is handed in as ${submission}; the lander takes it from there`);
  else context.print(`${task} is handed in and waits: ${alone.because}; next: signalbox run, or signalbox submit ${task} again`);
  return cameBack ? EXIT.failed : EXIT.done;
}
