import { createHash } from "node:crypto";
import type { Plan } from "../core/plan.ts";
import { clientScript } from "./client-script.ts";
import { type Html, html, jsonMarkup } from "./html.ts";
import { pageData, type TaskFacts } from "./page-data.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { plainText, withPlainTexts } from "./plain-text.ts";
import { scheduleSection } from "./sections/charts.ts";
import { conflictsSection } from "./sections/conflicts.ts";
import { notesSection } from "./sections/notes.ts";
import { summarySection } from "./sections/summary.ts";
import { tasksSection } from "./sections/tasks.ts";
import { weeksSection } from "./sections/weeks.ts";

export interface PageFacts {
  /** What the plan is of: the repository's name. */
  readonly name: string;
  /** Titles and priorities; tasks without are shown by their id. */
  readonly tasks: readonly TaskFacts[];
}

/**
 * The plan as one page that stands alone: no request leaves it, and its policy forbids every one. Only its own script and
 * style run, known by their hashes; titles, reasons and paths are text everywhere. The same plan gives the same page.
 */
export function planPage(untrusted: Plan, facts: PageFacts): string {
  const [plan, name] = [withPlainTexts(untrusted), plainText(facts.name, 80)];
  const { data, leftOut } = pageData(untrusted, facts.tasks);
  const script = clientScript();
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(PAGE_STYLE)}; img-src data:; base-uri 'none'; form-action 'none'`;
  const sections = [scheduleSection(), conflictsSection(data), weeksSection(plan), tasksSection(data), notesSection(plan)];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="signalbox plan">
<meta name="referrer" content="no-referrer">
<title>Plan${name === "" ? "" : ` of ${name}`}</title>
<link rel="icon" href="data:,">
<style>${raw(PAGE_STYLE)}</style>
</head>
<body>
<div class="page">
${summarySection(plan, name, leftOut)}
<main>${plan.schedule.length === 0 ? html`<section><p>Nothing to do.</p></section>${notesSection(plan)}` : sections}</main>
${plan.schedule.length === 0 ? "" : detailsPanel()}
</div>
${
  plan.schedule.length === 0
    ? ""
    : html`<script type="application/json" id="plan-data">${jsonMarkup(data)}</script>
<script type="module">${raw(script)}</script>`
}
</body>
</html>
`.markup;
}

function detailsPanel(): Html {
  return html`<aside id="details" aria-label="details" aria-live="polite"><button id="close" type="button" aria-label="close details">×</button>
<div id="details-text"><p class="faint">Choose a task or a line of the graph to read why.</p></div></aside>`;
}

/** Our own script and style: never a text from outside. */
function raw(markup: string): Html {
  return { markup };
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
