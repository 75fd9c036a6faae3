import { stat, writeFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { planningHere } from "../coordinator/planning-here.ts";
import { EXIT, messageOf, SignalboxError } from "../core/errors.ts";
import { planPage } from "../pages/plan-page.ts";
import { planLines } from "../pages/terminal/plan-lines.ts";
import { HOURS_PER_WEEK } from "../plan/forecast/forecast-timeline.ts";
import { hoursUntil } from "../plan/forecast/hours-until.ts";
import { makePlan } from "../plan/make-plan.ts";
import { systemClock } from "../system/clock.ts";
import { planOptions, type RawOptions, seedOption, textOption } from "./options.ts";
import { type CommandContext, printJson } from "./output.ts";
import { terminalOf } from "./terminal.ts";
import { tasksUnderWay } from "./under-way.ts";

/** `signalbox plan`: which tasks may run side by side, in what order, done when, and why. */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const [date, seed, html] = [textOption(options, "by"), seedOption(options), textOption(options, "html")];
  const page = html === null ? null : resolve(context.cwd, html);
  const doneBy = date === null ? null : { hours: hoursUntil(date, systemClock.now(), HOURS_PER_WEEK), date };
  if (page !== null) await expectRoomFor(page, html ?? "");
  const wish = { ...planOptions(options), agent: textOption(options, "agent"), ...(seed === null ? {} : { seed }) };
  const input = await planningHere(context.cwd, wish, context.note);
  const running = input.state === null ? [] : await tasksUnderWay(input.state.coordinatorFile, systemClock.now());
  const plan = makePlan(input.tasks, { ...input.options, running, ...(doneBy === null ? {} : { doneBy }) });
  if (page !== null) await writePage(page, planPage(plan, { name: basename(input.root), tasks: input.tasks }));
  if (context.json) printJson(context, "plan", { ...plan });
  else context.print(planLines(plan, terminalOf(process.stdout)).join("\n"));
  if (page !== null && !context.json) context.print(`\npage: ${page}`);
  return EXIT.done;
}

/** Says what is wrong with the page's place before the work is done, not after. @throws SignalboxError `bad-input`. */
async function expectRoomFor(page: string, wanted: string): Promise<void> {
  const isDirectory = (path: string) =>
    stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
  const got = (await isDirectory(page)) ? "a directory" : (await isDirectory(dirname(page))) ? null : `no directory \`${dirname(page)}\``;
  if (got === null) return;
  throw new SignalboxError("bad-input", `expected --html to be a file that can be written, got ${got}: \`${wanted}\``, {
    hint: "name a file in a directory that exists, like plan.html",
  });
}

async function writePage(page: string, markup: string): Promise<void> {
  await writeFile(page, markup).catch((cause: NodeJS.ErrnoException) => {
    // A full disk is told as one.
    if (cause.code === "ENOSPC" || cause.code === "EDQUOT") throw cause;
    throw new SignalboxError("bad-input", `expected to write the page to \`${page}\`, got ${cause.code ?? messageOf(cause)}`, {
      hint: "check the file's owner and mode, or name another one",
      cause,
    });
  });
}
