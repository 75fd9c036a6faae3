import type { Plan } from "../../core/plan.ts";
import { hoursPerDay, hoursText } from "../client/hours-text.js";
import { type Html, html } from "../html.ts";
import { boundReason, boundsText, boundText, chanceText, doneByText, unitText } from "../plan-words.ts";

/** The head of the page: what is planned, when it is finished, how good the schedule is, what is not shown. */
export function summarySection(plan: Plan, name: string, leftOut: readonly string[]): Html {
  const { schedule, agents, primary, timeline, conflicts, risks } = plan;
  const text = (hours: number) => hoursText(hours, hoursPerDay(timeline.hoursPerWeek));
  const { p50, p80, p95 } = timeline.finish;
  const figures: readonly (readonly [string, string])[] = [
    ["finished, P50", text(p50)],
    ["finished, P80", text(p80)],
    ["finished, P95", text(p95)],
    ...(timeline.doneBy === null ? [] : ([["done in time", chanceText(timeline.doneBy.hours, timeline.doneBy.probability)]] as const)),
    ["tasks", String(schedule.length)],
    ["agents", String(agents)],
    ["one after the other", `${conflicts.length} ${conflicts.length === 1 ? "pair" : "pairs"}`],
    ["at a risk", `${risks.length} ${risks.length === 1 ? "pair" : "pairs"}`],
  ];
  const reason = boundReason(plan);
  return html`<header>
<h1>Plan${name === "" ? "" : ` of ${name}`}</h1>
<dl class="figures">${figures.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
<p>Schedule: ${boundText(plan)}${reason === "" ? "" : ` (${reason})`}.${primary === null ? "" : ` Planned around ${primary}.`}</p>
${doneByText(plan) === null ? "" : html`<p>${doneByText(plan)}.</p>`}
<p class="faint">Lower bounds: ${boundsText(plan)}.</p>
<p class="faint">Times are ${unitText(plan)}.</p>
${leftOut.length === 0 ? "" : html`<p class="notice">${leftOut.join(" ")}</p>`}
<nav aria-label="sections"><a href="#schedule">Schedule</a><a href="#conflicts">Conflicts</a><a href="#weeks">Weeks</a><a href="#tasks">Tasks</a><a href="#notes">Notes</a></nav>
</header>`;
}
