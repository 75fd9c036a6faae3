/** The page's whole style: calm, dense, light and dark, from a phone to print. Colours stand with a shape or a word, never alone. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf7; --card: #ffffff; --ink: #1d2229; --soft: #5b6572; --line: #e2dfd8; --bar: #7f9bb8;
  --critical: #c2501f; --twin: #7a4fb0; --primary: #1d5fa8; --fan: #7f9bb84d; --pick: #fff1c9; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171b; --card: #1b1f25; --ink: #e6e8eb; --soft: #a0aab6; --line: #2e343c; --bar: #5f7f9f;
  --critical: #f08a52; --twin: #bd98ee; --primary: #79b0f0; --fan: #5f7f9f59; --pick: #40371a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
h1, h3, p, li, dd, #details { overflow-wrap: anywhere; }
.page { max-width: 1500px; margin: 0 auto; padding: 16px; display: grid; gap: 20px; grid-template-columns: minmax(0, 1fr); }
main { display: grid; gap: 24px; min-width: 0; }
h1 { font-size: 20px; margin: 0; } h2 { font-size: 15px; margin: 0 0 8px; } h3 { font-size: 15px; margin: 0 0 4px; } h4 { font-size: 13px; margin: 10px 0 2px; }
p { margin: 4px 0; } ul, ol { margin: 4px 0; padding-left: 18px; }
a { color: var(--primary); } nav a { margin-right: 14px; }
.faint, small { color: var(--soft); } .tag { font-size: 11px; font-weight: 500; border: 1px solid var(--line); border-radius: 4px; padding: 0 5px; margin-left: 6px; color: var(--soft); }
.notice { border-left: 3px solid var(--critical); padding: 2px 10px; margin: 8px 0; }
.figures { display: flex; flex-wrap: wrap; gap: 6px 28px; margin: 10px 0 6px; }
.figures div { display: flex; flex-direction: column-reverse; } .figures dt { color: var(--soft); font-size: 12px; } .figures dd { margin: 0; font-size: 20px; font-weight: 600; }
section, #details { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px; min-width: 0; }
.tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 8px; }
input, select, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 5px; padding: 4px 9px; min-height: 30px; }
input { width: 11em; } button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--primary); outline-offset: 1px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; color: var(--soft); font-size: 12px; margin: 8px 0 0; padding: 0; list-style: none; }
.legend svg { vertical-align: -2px; margin-right: 5px; }
.box { border: 1px solid var(--line); border-radius: 5px; overflow: auto; background: var(--paper); }
#gantt { max-height: 72vh; } .gantt-grid { display: grid; grid-template-columns: 112px max-content; width: max-content; }
.gantt-corner, .gantt-labels { position: sticky; left: 0; background: var(--paper); border-right: 1px solid var(--line); z-index: 2; }
.gantt-corner { top: 0; z-index: 4; border-bottom: 1px solid var(--line); } .gantt-axis { position: sticky; top: 0; z-index: 3; background: var(--paper); border-bottom: 1px solid var(--line); box-sizing: content-box; }
.gantt-chart, .gantt-axis, #graph svg, #fan svg { display: block; }
.gantt-labels > * { height: 26px; min-height: 0; width: 100%; display: flex; gap: 8px; align-items: center; padding: 0 8px; white-space: nowrap; overflow: hidden; }
.gantt-labels button { border: 0; border-radius: 0; background: none; text-align: left; font-size: 12.5px; } .gantt-labels button b { flex: none; max-width: 100%; font-weight: 500; overflow: hidden; text-overflow: ellipsis; }
.gantt-labels button span { display: none; overflow: hidden; text-overflow: ellipsis; } .gantt-labels button.critical b { font-weight: 700; color: var(--critical); }
.gantt-labels button:focus-visible { outline-offset: -2px; } .gantt-labels button[aria-pressed=true], .row.selected .hit, .chosen, .row:hover .hit { background: var(--pick); fill: var(--pick); }
.gantt-agent { font-size: 12px; font-weight: 600; background: var(--card); }
.lane { fill: var(--card); } .strip { fill: var(--bar); } .strip.critical, .row.critical .bar { fill: var(--critical); }
.row { cursor: pointer; } .hit { fill: transparent; stroke: none; } .bar { fill: var(--bar); } .row.twin .bar { stroke: var(--twin); stroke-width: 2; stroke-dasharray: 4 2; } .row.primary .bar { stroke: var(--primary); stroke-width: 2; }
.whisker { stroke: var(--soft); stroke-width: 1.2; fill: none; } .median { fill: var(--ink); }
.mark { stroke: var(--line); stroke-width: 1; } .mark.finish { stroke: var(--soft); stroke-dasharray: 2 4; } .mark.wanted { stroke: var(--primary); stroke-width: 2; }
text { font: 11.5px system-ui, sans-serif; fill: var(--soft); } text.finish { font-weight: 600; } text.wanted { fill: var(--primary); font-weight: 600; }
.link { fill: none; stroke: var(--ink); stroke-width: 1.5; }
#graph { max-height: 640px; } .node { cursor: pointer; } .node rect { fill: var(--card); stroke: var(--bar); stroke-width: 1.4; } .node text { fill: var(--ink); font-size: 12px; }
.node.critical rect { stroke: var(--critical); stroke-width: 2.2; } .node.primary rect { stroke: var(--primary); stroke-width: 2.6; } .node.twin rect { stroke: var(--twin); stroke-dasharray: 4 2; stroke-width: 2; }
.node.alone rect { stroke-width: 2.5; outline: 1.4px solid var(--bar); outline-offset: 1.5px; } .node.chosen rect { fill: var(--pick); } .node.dim { opacity: .3; } .node:focus-visible, .edge:focus-visible { outline: none; } .node:focus-visible rect { stroke: var(--primary); stroke-width: 3; }
.edge { cursor: pointer; } .edge .line { stroke: var(--soft); fill: none; } .edge .hit { stroke: transparent; stroke-width: 22; fill: none; } .edge.risk .line { stroke-dasharray: 5 4; opacity: .75; }
.edge.twin .line { stroke: var(--twin); } .arrow { fill: var(--soft); } .edge.chosen .line, .edge:focus-visible .line, .edge:hover .line { stroke: var(--primary); opacity: 1; stroke-width: 3.2; }
#pairs { max-height: 640px; overflow: auto; } #pairs ol { padding: 0; margin: 0; list-style: none; } #pairs li { border-bottom: 1px solid var(--line); }
#pairs li button { display: block; width: 100%; text-align: left; background: none; border: 0; border-radius: 0; padding: 6px 8px; }
.fan { fill: var(--fan); } .fan-median { fill: none; stroke: var(--ink); stroke-width: 2; } .fan-dot { fill: var(--ink); }
table { border-collapse: collapse; width: 100%; font-size: 13px; } th { text-align: left; color: var(--soft); font-weight: 500; } th, td { padding: 3px 10px 3px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: normal; } td:first-child, .id { white-space: nowrap; max-width: 9em; overflow: hidden; text-overflow: ellipsis; } .words { min-width: 15em; overflow-wrap: anywhere; } .names { min-width: 7em; } .id { display: inline-block; vertical-align: bottom; } .number { text-align: right; white-space: nowrap; }
tr.critical td:first-child { color: var(--critical); font-weight: 700; }
.scroll { overflow-x: auto; } .two { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
#details { position: fixed; left: 0; right: 0; bottom: 0; max-height: 52vh; overflow: auto; z-index: 10; border-radius: 12px 12px 0 0; box-shadow: 0 -4px 24px #0004; display: none; }
#details.open { display: block; } body:has(#details.open) { padding-bottom: 52vh; } #details dl { display: grid; grid-template-columns: max-content 1fr; gap: 1px 12px; margin: 6px 0; } #details dt { color: var(--soft); } #details dd { margin: 0; }
#close { float: right; } .evidence { color: var(--soft); font-size: 12.5px; padding-left: 8px; border-left: 2px solid var(--line); }
summary { cursor: pointer; font-weight: 600; font-size: 15px; } [hidden] { display: none !important; }
#details:not(.open) #close { display: none; }
@media (min-width: 700px) { #tasks td:first-child { max-width: 18em; } .gantt-grid { grid-template-columns: 250px max-content; } .gantt-labels button span { display: inline; } .two { grid-template-columns: minmax(0, 1.3fr) minmax(0, 1fr); } }
@media (min-width: 1100px) { .page { grid-template-columns: minmax(0, 1fr) 320px; padding: 24px; } header { grid-column: 1 / -1; }
  #details { display: block; position: sticky; top: 16px; align-self: start; max-height: calc(100vh - 32px); border-radius: 8px; box-shadow: none; bottom: auto; } body:has(#details.open) { padding-bottom: 0; } }
@media print { :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #ccc; --bar: #8aa; --critical: #b30; --twin: #639; --primary: #147; }
  .tools, nav, #details { display: none !important; } .page { display: block; padding: 0; } .box, #gantt, #graph, #pairs { max-height: none; overflow: visible; } section { break-inside: avoid-page; border: 0; padding: 8px 0; }
  .gantt-corner, .gantt-labels, .gantt-axis { position: static; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
