import { type Html, html } from "../html.ts";

/** The box of the Gantt with its tools; the page's script fills it. */
export function scheduleSection(): Html {
  return html`<section id="schedule" aria-labelledby="schedule-title">
<h2 id="schedule-title">Schedule</h2>
<div class="tools">
<input id="filter" type="search" placeholder="Filter tasks" aria-label="filter tasks by id, title, agent or priority">
<select id="order" aria-label="order of the rows"><option value="agent">by agent</option><option value="start">by start</option></select>
<button id="zoom-out" type="button" aria-label="zoom out">−</button><button id="zoom-in" type="button" aria-label="zoom in">+</button><button id="zoom-fit" type="button">Fit</button>
<span id="shown" class="faint" role="status"></span>
</div>
<div id="gantt" class="box" role="region" aria-label="schedule: one row for each task"></div>
<ul class="legend">
<li><svg width="22" height="12" aria-hidden="true"><rect class="bar" y="1" width="22" height="10" rx="2"/></svg>planned</li>
<li><svg width="22" height="12" aria-hidden="true" class="row critical"><rect class="bar" y="1" width="22" height="10" rx="2"/></svg>critical path (name in bold)</li>
<li><svg width="24" height="12" aria-hidden="true" class="row twin"><rect class="bar" x="1" y="1" width="22" height="10" rx="2"/></svg>twin</li>
<li><svg width="40" height="12" aria-hidden="true"><path class="whisker" d="M4 6H36M22 2v8M36 3.5v5"/><circle class="median" cx="4" cy="6" r="2.5"/></svg>finished: P50 dot, P80 mark, P95 end</li>
</ul>
</section>`;
}

/** The box of the weekly fan chart. */
export function fanBox(): Html {
  return html`<div><div id="fan"></div><ul class="legend"><li>line: median</li><li>band: from 80 % sure up to 20 % likely</li></ul></div>`;
}
