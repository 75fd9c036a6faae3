import { saveCredential } from "../claims/credentials.ts";
import { submitWork } from "../claims/submissions.ts";
import { openEngine } from "../coordinator/engine.ts";
import { openRun } from "../coordinator/open-run.ts";
import { PART_MARK } from "../coordinator/steps/take-submissions.ts";
import type { HeldLease } from "../core/claim.ts";
import { EXIT, SignalboxError } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { writeCommit } from "../git/objects.ts";
import { treeOf } from "../git/refs.ts";
import { connectCoordinator } from "../server/connect-coordinator.ts";
import type { ChangeRow } from "../store/rows.ts";
import { importCommits } from "../workspaces/import-commits.ts";
import { type Elsewhere, openElsewhere, ownClaim, publicClaim } from "./elsewhere.ts";
import { argument, type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printJson, reportRefused } from "./output.ts";

/**
 * `signalbox submit TASK`: hands the work to the lander through the remote. Where no lander runs, this command lands it
 * alone, through the same gates.
 */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const task = parseTaskId(argument(args, 0, "a task"));
  const elsewhere = await openElsewhere(context.cwd);
  const held = await ownClaim(elsewhere, task, textOption(options, "session"));
  if (!held.ok) return reportRefused(context, "submit", held.refusal);
  const work = await importCommits(elsewhere.cache, elsewhere.site.root, textOption(options, "ref") ?? "HEAD");
  const head = options["part"] === true ? await markAsPart(elsewhere, work, task) : work;
  const submitted = await submitWork(elsewhere.claims, held.value, head);
  if (!submitted.ok) return reportRefused(context, "submit", submitted.refusal);
  await saveCredential(elsewhere.site.state.credentials, submitted.value.lease);
  return tell(context, task, submitted.value, await landIfAlone(elsewhere, head));
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

/** The submission's ref carries one commit and nothing else, so a part says so in a commit of its own on top. */
async function markAsPart({ cache }: Elsewhere, work: string, task: string): Promise<string> {
  return writeCommit(cache, { tree: await treeOf(cache, work), parents: [work], message: `Part of ${task}\n\n${PART_MARK}\n` });
}

interface LandedAlone {
  readonly change: ChangeRow;
  /** Why the lander ended its work, for a change that still waits. */
  readonly because: string;
}

/** @returns what became of the work, or undefined when another coordinator is the lander and will take it. */
async function landIfAlone({ site }: Elsewhere, head: string): Promise<LandedAlone | undefined> {
  if ((await connectCoordinator(site.state.coordinatorFile)) !== undefined) return undefined;
  try {
    const engine = await openEngine(site);
    try {
      const { coordinator, close } = await openRun(engine, { agents: 1, primary: null, only: [], agent: null, repair: null });
      const { reason } = await coordinator.run().finally(close);
      const change = (await engine.store.changes()).findLast((one) => one.head === head);
      return change && { change, because: reason };
    } finally {
      await engine.close();
    }
  } catch (error) {
    const isElsewhere = error instanceof SignalboxError && (error.code === "refused" || error.code === "already-running");
    if (isElsewhere) return undefined;
    throw error;
  }
}
