import { openEngine } from "../coordinator/engine.ts";
import { openRun } from "../coordinator/open-run.ts";
import { openSite } from "../coordinator/site.ts";
import { EXIT } from "../core/errors.ts";
import { isProtected } from "../landing/protect-remote.ts";
import { renderReportText } from "../records/render-report.ts";
import { makeReport } from "../records/report.ts";
import { serveCoordinator } from "../server/serve-coordinator.ts";
import { onInterrupts } from "./interrupts.ts";
import { decimal, planOptions, type RawOptions, textOption, wholeNumber } from "./options.ts";
import { type CommandContext, printJson } from "./output.ts";
import { showProgress } from "./progress.ts";

const PORT_MAX = 65_535;
const TOKENS_MAX = 1_000_000_000_000;
const COST_MIN = 0.000_001;
const COST_MAX = 1_000_000;

/** `signalbox run`: agents work in parallel and their work lands. Exit 0 only if every task is on main and verified. */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const site = await openSite(context.cwd);
  const engine = await openEngine(site);
  try {
    const runOptions = {
      ...planOptions(options),
      agent: textOption(options, "agent"),
      repair: textOption(options, "repair"),
      wait: options["wait"] === true,
      maxTokens: options["maxTokens"] === undefined ? null : wholeNumber(options["maxTokens"], "max-tokens", 1, TOKENS_MAX),
      maxCostUsd: options["maxCost"] === undefined ? null : decimal(options["maxCost"], "max-cost", COST_MIN, COST_MAX),
    };
    const { coordinator, close } = await openRun(engine, runOptions, context.note);
    const server = await serveCoordinator(coordinator, wholeNumber(options["port"] ?? "0", "port", 0, PORT_MAX));
    const progress = showProgress(context, coordinator, {
      unconfined: engine.sandbox.confined ? null : engine.sandbox.because,
      unprotected: (await isProtected(site.remote)).protected ? null : (await isProtected(site.remote)).reason,
    });
    const interrupts = onInterrupts(context, coordinator);
    try {
      const finish = await coordinator.run();
      progress.stop();
      const titles = new Map([...coordinator.context.tasks].map(([id, task]) => [id, task.title]));
      const report = makeReport(await engine.store.events({ run: coordinator.context.run }), engine.clock.now(), titles);
      if (context.json) printJson(context, "run", { report });
      else context.print(`\n${renderReportText(report, { color: process.stdout.isTTY === true })}`);
      return finish.outcome === "done" ? EXIT.done : EXIT.failed;
    } finally {
      progress.stop();
      interrupts.stop();
      await server.close();
      await close();
    }
  } finally {
    await engine.close();
  }
}
