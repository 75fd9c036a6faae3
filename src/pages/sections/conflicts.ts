import { percentText } from "../client/hours-text.js";
import { type Html, html } from "../html.ts";
import type { PageData } from "../page-data.ts";

/** The graph's box and, with the same pairs in words, the list that needs no picture. */
export function conflictsSection({ pairs }: PageData): Html {
  const items = pairs.map(
    ({ a, b, kind, serialised, probability, reason }) =>
      html`<li data-a="${a}" data-b="${b}"><button type="button">${reason} <span class="faint">${serialised ? "" : "side by side, "}${kind}, ${percentText(probability)}</span></button></li>`,
  );
  return html`<section id="conflicts" aria-labelledby="conflicts-title">
<h2 id="conflicts-title">Conflicts</h2>
<div class="two">
<div><div id="graph" class="box"></div>
<ul class="legend">
<li><svg width="30" height="12" aria-hidden="true" class="edge serialised"><path class="line" stroke-width="2" d="M0 6H24"/><path class="arrow" d="M22 2L30 6L22 10z"/></svg>one after the other</li>
<li><svg width="30" height="12" aria-hidden="true" class="edge risk"><path class="line" stroke-width="2" d="M0 6H30"/></svg>side by side at a risk</li>
<li><svg width="26" height="14" aria-hidden="true" class="node twin"><rect x="1" y="1" width="24" height="12" rx="4"/></svg>twin</li>
</ul><p id="graph-note" class="faint"></p></div>
<div id="pairs" class="box" role="region" aria-label="the same pairs as a list" tabindex="0">${pairs.length === 0 ? html`<p>No two tasks get in each other’s way.</p>` : html`<ol>${items}</ol>`}</div>
</div>
</section>`;
}
