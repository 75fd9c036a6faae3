import type { Plan } from "../../core/plan.ts";
import { hoursPerDay, hoursText } from "../client/hours-text.js";
import { type Html, html } from "../html.ts";
import { throughputText } from "../plan-words.ts";
import { fanBox } from "./charts.ts";

const WEEKS_MAX = 520;
const NAMES_MAX = 30;

/** What is finished week by week: picture, table, where the figures come from and what a second forecast says. */
export function weeksSection(plan: Plan): Html {
  const { weeks, finish, basis, runs, seed, throughput, hoursPerWeek } = plan.timeline;
  const text = (hours: number) => hoursText(hours, hoursPerDay(hoursPerWeek));
  const rows = weeks
    .slice(0, WEEKS_MAX)
    .map(
      ({ week, tasks, percent, p80Done, p50Done, p20Done }) =>
        html`<tr><td>${week}</td><td class="number">${Math.round(percent)} %</td><td class="number">${p80Done}</td><td class="number">${p50Done}</td><td class="number">${p20Done}</td><td class="names">${names(tasks)}</td></tr>`,
    );
  const second = throughputText(plan);
  return html`<section id="weeks" aria-labelledby="weeks-title">
<h2 id="weeks-title">Week by week</h2>
<div class="two">${fanBox()}
<div class="scroll"><table><thead><tr><th>Week</th><th class="number">Complete</th><th class="number">80 %</th><th class="number">50 %</th><th class="number">20 %</th><th>Finished in it</th></tr></thead><tbody>${rows}</tbody></table>
<p class="faint">Under 80 %, 50 % and 20 %: how many tasks are finished by the end of the week at least, with that chance.</p></div></div>
<p>Everything is finished after ${text(finish.p50)} (P50), ${text(finish.p80)} (P80), ${text(finish.p95)} (P95).</p>
${second === null ? "" : html`<p class="${throughput?.disagrees === true ? "notice" : ""}">A second forecast, ${second}.</p>`}
<p class="faint">Basis: ${basis}. ${runs.toLocaleString("en")} simulated runs, seed ${seed}.</p>
</section>`;
}

function names(tasks: readonly string[]): Html {
  const more = tasks.length - NAMES_MAX;
  return html`${tasks.slice(0, NAMES_MAX).map((task) => html`<span class="id">${task}</span> `)}${more > 0 ? `and ${more} more` : ""}`;
}
