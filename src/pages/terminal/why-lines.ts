import type { Conflict, Plan } from "../../core/plan.ts";
import { impliedPairs } from "../client/graph-pairs.js";
import { percentText } from "../client/hours-text.js";
import { runningAlone } from "../running-alone.ts";
import type { Paint } from "./paint.ts";
import { wrap } from "./wrap.ts";

const LINES_MAX = { conflicts: 60, risks: 10, twins: 10, hotFiles: 8, notes: 20, excluded: 40 } as const;

/** Why tasks wait for each other, what may go wrong, what to merge, and what the owner should know. */
export function whyLines(plan: Plan, width: number, paint: Paint): string[] {
  const section = (title: string, lines: readonly string[], most: number) =>
    lines.length === 0
      ? []
      : ["", paint.strong(title), ...lines.slice(0, most).flatMap((line) => wrap(line, width)), ...more(lines.length - most)];
  return [
    ...section("why one after the other", conflictLines(plan), LINES_MAX.conflicts),
    ...section(
      "side by side at a risk",
      plan.risks.map((risk) => riskLine(risk, width)),
      LINES_MAX.risks,
    ),
    ...section(
      "twins: probably the same change",
      plan.twins.map(({ tasks, probability, proposal }) => `${tasks.join(" = ")} (${percentText(probability)}): ${proposal}`),
      LINES_MAX.twins,
    ),
    ...section(
      "hot files",
      plan.hotFiles.map(({ path, tasks }) => `${path}: ${listed(tasks, 8)}`),
      LINES_MAX.hotFiles,
    ),
    ...section("notes", plan.notes, LINES_MAX.notes),
    ...section(
      "left out of the plan",
      plan.excluded.map(({ task, reason }) => `${task}: ${reason}`),
      LINES_MAX.excluded,
    ),
  ];
}

/** At most `most` names, and how many more there are. */
export function listed(names: readonly string[], most: number): string {
  return names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

/** One line for a task that runs alone, and of a chain of tasks one for each link: the other pairs follow. */
function conflictLines({ conflicts, schedule, order }: Plan): string[] {
  const alone = runningAlone({ conflicts, schedule });
  const others = conflicts.filter(({ a, b }) => !alone.has(a) && !alone.has(b));
  const places = new Map(order.map((task, place) => [task, place]));
  const implied = impliedPairs(others, (task) => places.get(task) ?? 0);
  const follow = implied.size === 0 ? [] : [`(${implied.size} more ${implied.size === 1 ? "pair follows" : "pairs follow"} from these)`];
  return [
    ...[...alone].map((task) => `${task} beside nothing ${becauseOf(task, conflicts)}`),
    ...others.filter((pair) => !implied.has(pair)).map(conflictLine),
    ...follow,
  ];
}

function becauseOf(task: string, conflicts: readonly Conflict[]): string {
  const reason = conflicts.find(({ a, b }) => a === task || b === task)?.reason ?? "";
  return reason.slice(Math.max(0, reason.indexOf("because ")));
}

function conflictLine({ reason, probability }: Conflict): string {
  return `${reason}${probability < 1 ? ` (${percentText(probability)})` : ""}`;
}

/** Risks are many: their pair, their chance and what of the reason fits into two lines. */
function riskLine({ a, b, kind, probability, reason }: Conflict, width: number): string {
  const most = 2 * width - 20;
  const said = reason.length > most ? `${reason.slice(0, most - 1)}…` : reason;
  return said.includes(a) && said.includes(b)
    ? `${percentText(probability)}  ${said}`
    : `${percentText(probability)}  ${a} and ${b} (${kind}): ${said}`;
}

function more(count: number): string[] {
  return count > 0 ? [`… ${count} more: --json or --html FILE has them`] : [];
}
