import { openSite } from "../coordinator/site.ts";
import { EXIT, SignalboxError } from "../core/errors.ts";
import { renderReportMarkdown, renderReportText } from "../records/render-report.ts";
import { makeReport, type Report } from "../records/report.ts";
import { connectCoordinator } from "../server/connect-coordinator.ts";
import { systemClock } from "../system/clock.ts";
import type { RawOptions } from "./options.ts";
import { type CommandContext, printJson } from "./output.ts";
import { withStore } from "./read-store.ts";
import { runHistory } from "./run-history.ts";
import { tasksHere } from "./tasks.ts";

/** `signalbox report`: what the last run did, with the evidence and the measures. */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const report = await latestReport(context.cwd);
  if (context.json) printJson(context, "report", { report });
  else
    context.print(
      options["markdown"] === true ? renderReportMarkdown(report) : renderReportText(report, { color: process.stdout.isTTY === true }),
    );
  return EXIT.done;
}

async function latestReport(cwd: string): Promise<Report> {
  const site = await openSite(cwd);
  const client = await connectCoordinator(site.state.coordinatorFile);
  if (client !== undefined) return client.report();
  const titles = new Map((await tasksHere(cwd)).tasks.map((task) => [task.id, task.title]));
  return withStore(site, async (store) => {
    const latest = await store.latestRunWithWork();
    if (latest === undefined) throw new SignalboxError("not-found", "expected a run to report on, got none yet", { hint: "signalbox run" });
    return makeReport(await runHistory(store, latest.id), systemClock.now(), titles);
  });
}
