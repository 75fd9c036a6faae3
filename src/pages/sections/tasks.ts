import { hoursText, percentText } from "../client/hours-text.js";
import { type Html, html } from "../html.ts";
import type { PageData } from "../page-data.ts";

const OPEN_MAX = 60;

/** Every task as a row of figures: what the Gantt shows, for reading, printing and screen readers. */
export function tasksSection({ tasks, dayHours }: PageData): Html {
  const cell = (hours: number) => html`<td class="number">${hoursText(hours, dayHours)}</td>`;
  const rows = tasks.map(
    ({ id, title, priority, agent, start, end, p50, p80, p95, criticality, critical }) =>
      html`<tr data-task="${id}"${critical ? html` class="critical"` : ""}><td title="${id}">${id}</td><td class="words">${title}</td><td>${priority}</td><td class="number">${agent}</td>${[start, end, p50, p80, p95].map(cell)}<td class="number">${percentText(criticality)}</td></tr>`,
  );
  return html`<section id="tasks" aria-label="tasks"><details${tasks.length <= OPEN_MAX ? html` open` : ""}><summary>Tasks</summary>
<div class="scroll"><table><thead><tr><th>Task</th><th>Title</th><th>Priority</th><th class="number">Agent</th><th class="number">Start</th><th class="number">End</th><th class="number">P50</th><th class="number">P80</th><th class="number">P95</th><th class="number">Critical</th></tr></thead><tbody>${rows}</tbody></table></div>
</details></section>`;
}
