import type { Plan } from "../../core/plan.ts";
import { hoursPerDay, hoursText } from "../client/hours-text.js";
import { withPlainTexts } from "../plain-text.ts";
import { boundReason, boundsText, boundText, doneByText } from "../plan-words.ts";
import { forecastLines } from "./forecast-lines.ts";
import { ganttLines } from "./gantt-lines.ts";
import { paintFor } from "./paint.ts";
import { listed, whyLines } from "./why-lines.ts";
import { wrap } from "./wrap.ts";

export interface TerminalOptions {
  /** Columns of the terminal; fewer than 40 are treated as 40. */
  readonly width: number;
  /** False for pipes and under NO_COLOR. */
  readonly color: boolean;
}

const WAVES_MAX = 40;
const WAVE_TASKS_MAX = 48;

/** The plan for a terminal: waves, lanes, why, when. Pure; everything untrusted is printed without its control characters. */
export function planLines(untrusted: Plan, { width, color }: TerminalOptions): string[] {
  const plan = withPlainTexts(untrusted);
  const [columns, paint] = [Math.max(40, width), paintFor(color)];
  if (plan.schedule.length === 0) return ["nothing to do", ...whyLines(plan, columns, paint)];
  return [
    ...headLines(plan, columns).map((line, index) => (index === 0 ? paint.strong(line) : line)),
    "",
    ...waveLines(plan, columns),
    "",
    ...ganttLines(plan, columns, paint),
    ...whyLines(plan, columns, paint),
    ...forecastLines(plan, columns, paint),
  ];
}

function headLines(plan: Plan, width: number): string[] {
  const { schedule, agents, primary, timeline } = plan;
  const text = (hours: number) => hoursText(hours, hoursPerDay(timeline.hoursPerWeek));
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const { p50, p80, p95 } = timeline.finish;
  const reason = boundReason(plan);
  return [
    `${count(schedule.length, "task")}, ${count(agents, "agent")}${primary === null ? "" : `, planned around ${primary}`}`,
    `finished after ${text(p50)} (P50), ${text(p80)} (P80), ${text(p95)} (P95)`,
    `schedule: ${boundText(plan)}${reason === "" ? "" : ` (${reason})`}`,
    `lower bounds: ${boundsText(plan)}`,
    doneByText(plan) ?? "",
  ].flatMap((line) => wrap(line, width));
}

function waveLines({ waves }: Plan, width: number): string[] {
  const lines = waves.slice(0, WAVES_MAX).flatMap((wave, index) => wrap(`wave ${index + 1}: ${listed(wave, WAVE_TASKS_MAX)}`, width, 8));
  return waves.length <= WAVES_MAX ? lines : [...lines, `… ${waves.length - WAVES_MAX} more waves`];
}
