import type { Plan } from "../../core/plan.ts";
import { percentText } from "../client/hours-text.js";
import { type Html, type HtmlValue, html } from "../html.ts";

const ITEMS_MAX = 100;
const NAMES_MAX = 12;

/** Twins, hot files, notes, waves and what is not planned. */
export function notesSection(plan: Plan): Html {
  const names = (tasks: readonly string[]) =>
    tasks.length <= NAMES_MAX ? tasks.join(", ") : `${tasks.slice(0, NAMES_MAX).join(", ")} and ${tasks.length - NAMES_MAX} more`;
  return html`<section id="notes" aria-labelledby="notes-title">
<h2 id="notes-title">Notes</h2>
${list("What to know", plan.notes)}
${list(
  "Twins: probably the same change",
  plan.twins.map(
    ({ tasks, probability, proposal, evidence }) =>
      html`${tasks.join(" = ")} (${percentText(probability)}): ${proposal}${evidence.slice(0, 6).map((one) => html`<div class="evidence">${one}</div>`)}`,
  ),
)}
${list(
  "Hot files",
  plan.hotFiles.map(({ path, tasks }) => `${path}: ${names(tasks)}`),
)}
${list("Critical path", plan.criticalPath.length === 0 ? [] : [plan.criticalPath.slice(0, 200).join(" → ")])}
${list(
  "Waves: what may run side by side",
  plan.waves.map(
    (wave, index) =>
      `${index + 1}: ${wave.length <= 60 ? wave.join(", ") : `${wave.slice(0, 60).join(", ")} and ${wave.length - 60} more`}`,
  ),
)}
${list(
  "Left out of the plan",
  plan.excluded.map(({ task, reason }) => `${task}: ${reason}`),
)}
<p class="faint">${plan.search.evaluations.toLocaleString("en")} schedules tried, seed ${plan.search.seed}.</p>
</section>`;
}

function list(title: string, items: readonly HtmlValue[]): Html | "" {
  if (items.length === 0) return "";
  const more = items.length - ITEMS_MAX;
  return html`<h3>${title}</h3><ul>${items.slice(0, ITEMS_MAX).map((item) => html`<li>${item}</li>`)}${more > 0 ? html`<li class="faint">and ${more} more</li>` : ""}</ul>`;
}
