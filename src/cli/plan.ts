import { planningHere } from "../coordinator/planning-here.ts";
import { EXIT } from "../core/errors.ts";
import type { Plan } from "../core/plan.ts";
import { makePlan } from "../plan/make-plan.ts";
import { planOptions, type RawOptions } from "./options.ts";
import { type CommandContext, printJson, table } from "./output.ts";

/** `signalbox plan`: which tasks may run side by side, in what order, done when, and why. */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const input = await planningHere(context.cwd, { ...planOptions(options), agent: null });
  const plan = makePlan(input.tasks, input.options);
  if (context.json) printJson(context, "plan", { ...plan });
  else printPlan(context, plan);
  return EXIT.done;
}

function printPlan(context: CommandContext, plan: Plan): void {
  const { timeline } = plan;
  if (plan.schedule.length === 0) context.print("nothing to do");
  for (const [index, wave] of plan.waves.entries()) context.print(`wave ${index + 1}: ${wave.join(", ")}`);
  if (plan.conflicts.length > 0) context.print(`\n${plan.conflicts.map((conflict) => conflict.reason).join("\n")}`);
  if (plan.schedule.length > 0) {
    const rows = plan.schedule.map(({ task, agent, startHours, endHours }) => {
      const forecast = timeline.perTask.find((one) => one.task === task);
      return [task, String(agent), hours(startHours), hours(endHours), hours(forecast?.p50), hours(forecast?.p80), hours(forecast?.p95)];
    });
    context.print(
      `\n${table([["TASK", "AGENT", "START", "END", "P50", "P80", "P95"], ...rows])}\n(elapsed agent hours; a week has ${timeline.hoursPerWeek})`,
    );
    for (const { week, tasks, percent } of timeline.weeks)
      context.print(`week ${week}: ${Math.round(percent)} % done${tasks.length === 0 ? "" : ` (${tasks.join(", ")})`}`);
    context.print(`\ncritical path: ${plan.criticalPath.join(" -> ")}`);
  }
  for (const { task, reason } of plan.excluded) context.print(`left out: ${task}: ${reason}`);
}

function hours(value: number | undefined): string {
  return value === undefined ? "-" : `${Math.round(value * 10) / 10}h`;
}
