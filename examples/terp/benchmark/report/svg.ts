import { type Html, html } from "../../../../src/pages/html.ts";
import type { Evaluation } from "../evaluate/evaluate.ts";
import type { Comparison } from "./comparison.ts";
import { settingLines } from "./markdown.ts";
import { figureOf, ROWS } from "./rows.ts";

const WIDTH = 860;
const MARGIN = 24;
const LINE = 22;
const STRIP = 64;
const NAME_WIDTH = 380;

/** Colours for paper and for the dark; a thick bar is broken main, so that nobody needs to tell the colours apart. */
const STYLE = `
  svg { color: #1f2328; background: #ffffff; --good: #1a7f37; --bad: #cf222e; --faint: #d0d7de; }
  @media (prefers-color-scheme: dark) { svg { color: #e6edf3; background: #0d1117; --good: #3fb950; --bad: #f85149; --faint: #30363d; } }
  text { font: 14px system-ui, sans-serif; fill: currentColor; }
  .title { font-weight: 600; font-size: 16px; } .small { font-size: 12px; }
  .good { fill: var(--good); } .bad { fill: var(--bad); } .rule { stroke: var(--faint); } .push { stroke: currentColor; }
`;

/** The comparison as one picture: main's state over time in the first run of each variant, and the table below. Text stays text. */
export function svgOf(comparison: Comparison): string {
  const { variants } = comparison;
  const firsts = variants.flatMap(({ title, runs }) => (runs[0] === undefined ? [] : [{ title, run: runs[0] }]));
  const longestMs = Math.max(1, ...firsts.map(({ run }) => run.wallMs));
  const tableTop = MARGIN + LINE + firsts.length * STRIP + LINE;
  const height = tableTop + (ROWS.length + 3) * LINE + MARGIN;
  const picture = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Nine tasks: ${variants.map(({ title }) => title).join(" and ")}">
<style>${{ markup: STYLE }}</style>
<text x="${MARGIN}" y="${MARGIN + 8}" class="title">Main while nine tasks are done: thin is healthy, thick is broken, ticks are pushes</text>
${firsts.map(({ title, run }, index) => stripOf(title, run, MARGIN + LINE + index * STRIP, longestMs))}
${tableAt(tableTop, comparison)}
${settingLines(comparison).map((text, index) => html`<text x="${MARGIN}" y="${height - MARGIN - 10 + index * 18}" class="small">${text}</text>`)}
</svg>
`;
  return picture.markup;
}

function stripOf(title: string, run: Evaluation, top: number, longestMs: number): Html {
  const left = (atMs: number) => MARGIN + ((atMs - run.startedMs) / longestMs) * (WIDTH - 2 * MARGIN);
  const end = run.startedMs + run.wallMs;
  const bar = top + 38;
  return html`<text x="${MARGIN}" y="${top + 20}">${title}: ${(run.wallMs / 60_000).toFixed(1)} minutes, ${run.done.length} of ${run.tasks.length} tasks done</text>
<rect x="${MARGIN}" y="${bar - 2}" width="${rounded(left(end) - MARGIN)}" height="4" class="good"/>
${run.broken.map(({ fromMs, untilMs }) => html`<rect x="${rounded(left(fromMs))}" y="${bar - 8}" width="${rounded(Math.max(1, left(untilMs) - left(fromMs)))}" height="16" class="bad"/>`)}
${run.pushes.map(({ atMs }) => html`<line x1="${rounded(left(atMs))}" x2="${rounded(left(atMs))}" y1="${bar - 12}" y2="${bar + 12}" class="push"/>`)}
`;
}

function tableAt(top: number, { variants }: Comparison): Html {
  const column = (WIDTH - 2 * MARGIN - NAME_WIDTH) / variants.length;
  const right = (index: number) => rounded(MARGIN + NAME_WIDTH + (index + 1) * column);
  const y = (row: number) => top + (row + 1) * LINE;
  const cell = (text: string, index: number, row: number) => html`<text x="${right(index)}" y="${y(row)}" text-anchor="end">${text}</text>`;
  return html`${variants.map(({ title }, index) => cell(title, index, 0))}
${ROWS.map((row, index) => [
  html`<line x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="${y(index) + 6}" y2="${y(index) + 6}" class="rule"/>`,
  html`<text x="${MARGIN}" y="${y(index + 1)}">${row.name}</text>`,
  variants.map(({ runs }, place) => cell(figureOf(row, runs), place, index + 1)),
])}`;
}

function rounded(number: number): number {
  return Math.round(number * 10) / 10;
}
