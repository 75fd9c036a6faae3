// @ts-check
import { axisStep } from "./axis.js";
import { htmlElement, svgElement, withArrowKeys } from "./dom.js";
import { hoursText, percentText } from "./hours-text.js";

/**
 * @typedef {import("../page-data.ts").PageData} PageData
 * @typedef {import("../page-data.ts").PageTask} PageTask
 * @typedef {{ readonly agent: number, readonly agentClass: string, readonly tasks: readonly PageTask[] }} Lane
 * @typedef {{ readonly byAgent: boolean, readonly filter: string, readonly selected: string, readonly pixelsPerHour: number }} GanttView
 * @typedef {{ readonly select: (task: string) => void, readonly preview: (task: string) => void }} GanttEvents
 */

const ROW = 26;
const BAR = 12;
const AXIS = 34;
/** Pixels a label over the axis needs. */
const LABEL = 44;

/**
 * Draws one row for each task (and a strip for each agent above its rows) into the box; its scroll position stays.
 * @param {PageData} data
 * @param {HTMLElement} box
 * @param {GanttView} view
 * @param {GanttEvents} events
 * @returns {number} how many tasks the filter leaves
 */
export function drawGantt(data, box, view, events) {
  const lanes = lanesOf(data, view);
  const rows = lanes.flatMap((lane) => [...(view.byAgent ? [lane] : []), ...lane.tasks]);
  const x = (/** @type {number} */ hours) => Math.round(hours * view.pixelsPerHour * 10) / 10 + 6;
  const hours = Math.max(1, data.finish.p95, ...data.tasks.map(({ p95, end }) => Math.max(p95, end)));
  const width = Math.ceil(x(hours)) + 28;
  const labels = htmlElement(
    "div",
    { class: "gantt-labels" },
    rows.map((row) => labelOf(row, view, events)),
  );
  const chart = svgElement("svg", { class: "gantt-chart", width, height: rows.length * ROW, "aria-hidden": "true" }, [
    ...marks(data, view, hours).map(({ at, kind }) =>
      svgElement("line", { class: `mark ${kind}`, x1: x(at), x2: x(at), y1: 0, y2: rows.length * ROW }),
    ),
    ...rows.map((row, index) => rowOf(row, index * ROW, x, width, view, events, data.primary)),
    ...links(data, view, rows, x),
  ]);
  const [left, top] = [box.scrollLeft, box.scrollTop];
  box.replaceChildren(
    htmlElement("div", { class: "gantt-grid" }, [
      htmlElement("div", { class: "gantt-corner" }),
      axisOf(data, view, hours, width, x),
      labels,
      chart,
    ]),
  );
  box.scrollTo(left, top);
  withArrowKeys([...labels.querySelectorAll("button")]);
  return lanes.reduce((sum, { tasks }) => sum + tasks.length, 0);
}

/**
 * @param {PageTask} task
 * @param {string} filter lower case
 */
export function matches(task, filter) {
  return filter === "" || `${task.id} ${task.title} ${task.agentClass} ${task.priority}`.toLowerCase().includes(filter);
}

/**
 * @param {PageData} data
 * @param {GanttView} view
 * @returns {readonly Lane[]}
 */
function lanesOf(data, { byAgent, filter }) {
  const tasks = data.tasks.filter((task) => matches(task, filter));
  if (!byAgent) return [{ agent: 0, agentClass: "", tasks }];
  const agents = [...new Set(tasks.map(({ agent }) => agent))].sort((a, b) => a - b);
  return agents.map((agent) => {
    const own = tasks.filter((task) => task.agent === agent);
    return { agent, agentClass: own[0]?.agentClass ?? "", tasks: own };
  });
}

/**
 * @param {PageTask | Lane} row
 * @param {GanttView} view
 * @param {GanttEvents} events
 */
function labelOf(row, view, events) {
  if (!("id" in row))
    return htmlElement("div", { class: "gantt-agent" }, [
      `agent ${row.agent}`,
      htmlElement("span", { class: "faint" }, [` ${row.agentClass}`]),
    ]);
  const { id, title, agent, start, end, p80, critical } = row;
  const named = `${id} ${title}, agent ${agent}, from ${Math.round(start * 10) / 10} to ${Math.round(end * 10) / 10} hours, P80 ${Math.round(p80 * 10) / 10}${critical ? ", on the critical path" : ""}`;
  const button = htmlElement(
    "button",
    {
      type: "button",
      class: critical ? "critical" : "",
      "data-task": id,
      "aria-label": named,
      "aria-pressed": String(view.selected === id),
    },
    [htmlElement("b", {}, [id]), htmlElement("span", { class: "faint" }, [title])],
  );
  listen(button, id, events);
  return button;
}

/**
 * @param {Element} element
 * @param {string} id
 * @param {GanttEvents} events
 */
function listen(element, id, events) {
  element.addEventListener("click", () => events.select(id));
  element.addEventListener("pointerenter", (event) => {
    if (/** @type {PointerEvent} */ (event).pointerType === "mouse") events.preview(id);
  });
}

/**
 * @param {PageTask | Lane} row
 * @param {number} y
 * @param {(hours: number) => number} x
 * @param {number} width
 * @param {GanttView} view
 * @param {GanttEvents} events
 * @param {string} primary
 */
function rowOf(row, y, x, width, view, events, primary) {
  if (!("id" in row)) {
    const strips = row.tasks.map(({ start, end, critical }) =>
      svgElement("rect", {
        class: critical ? "strip critical" : "strip",
        x: x(start),
        y: y + ROW / 2 - 2,
        width: Math.max(2, x(end) - x(start) - 1),
        height: 4,
      }),
    );
    return svgElement("g", {}, [svgElement("rect", { class: "lane", x: 0, y, width, height: ROW }), ...strips]);
  }
  const { id, start, end, p50, p80, p95, critical, twin, criticality, title } = row;
  const middle = y + ROW / 2;
  const state = `${critical ? " critical" : ""}${twin ? " twin" : ""}${id === primary ? " primary" : ""}${id === view.selected ? " selected" : ""}`;
  const group = svgElement("g", { class: `row${state}`, "data-task": id }, [
    svgElement("title", {}, [
      `${id} ${title}: P50 ${Math.round(p50)} h, P80 ${Math.round(p80)} h, P95 ${Math.round(p95)} h, critical in ${percentText(criticality)} of runs`,
    ]),
    svgElement("rect", { class: "hit", x: 0, y, width, height: ROW }),
    svgElement("rect", { class: "bar", x: x(start), y: middle - BAR / 2, width: Math.max(3, x(end) - x(start) - 1), height: BAR, rx: 2 }),
    svgElement("path", { class: "whisker", d: `M${x(p50)} ${middle}H${x(p95)}M${x(p80)} ${middle - 4}v8M${x(p95)} ${middle - 2.5}v5` }),
    svgElement("circle", { class: "median", cx: x(p50), cy: middle, r: 2.5 }),
  ]);
  listen(group, id, events);
  return group;
}

/**
 * Where everything is finished, and the date somebody asked for.
 * @param {PageData} data
 * @param {GanttView} view
 * @param {number} hours
 */
function marks(data, view, hours) {
  const step = axisStep(view.pixelsPerHour, 64, data.dayHours);
  const grid = Array.from({ length: Math.floor(hours / step) + 1 }, (_, index) => ({
    at: index * step,
    kind: "grid",
    text: hoursText(index * step, data.dayHours),
  }));
  const { p50, p80, p95 } = data.finish;
  const finish = [
    { at: p50, kind: "finish", text: "P50" },
    { at: p80, kind: "finish", text: "P80" },
    { at: p95, kind: "finish", text: "P95" },
  ];
  return [...grid, ...finish, ...(data.doneByHours === null ? [] : [{ at: data.doneByHours, kind: "wanted", text: "asked" }])];
}

/**
 * @param {PageData} data
 * @param {GanttView} view
 * @param {number} hours
 * @param {number} width
 * @param {(hours: number) => number} x
 */
function axisOf(data, view, hours, width, x) {
  const all = marks(data, view, hours);
  const top = all.filter(({ kind }) => kind !== "grid").sort((one, other) => one.at - other.at);
  const anchors = new Map(
    top.map((mark, index) => [
      mark,
      anchorOf(
        top.map(({ at }) => x(at)),
        index,
      ),
    ]),
  );
  const texts = all.map((mark) => {
    const { at, kind, text } = mark;
    const anchor = anchors.get(mark) ?? "start";
    const aside = { start: 3, middle: 0, end: -3 }[anchor];
    return svgElement("text", { class: `axis ${kind}`, x: x(at) + aside, y: kind === "grid" ? AXIS - 6 : 11, "text-anchor": anchor }, [
      text,
    ]);
  });
  return svgElement("svg", { class: "gantt-axis", width, height: AXIS, "aria-hidden": "true" }, texts);
}

/**
 * Over its line, or beside it where another label would be printed over it.
 * @param {readonly number[]} places ascending
 * @param {number} index
 * @returns {"start" | "middle" | "end"}
 */
function anchorOf(places, index) {
  const gap = (/** @type {number} */ other) => Math.abs((places[other] ?? Infinity) - (places[index] ?? 0));
  if (gap(index - 1) < LABEL) return "start";
  return gap(index + 1) < LABEL ? "end" : "middle";
}

/**
 * From what the selected task waits for, and to what waits for it.
 * @param {PageData} data
 * @param {GanttView} view
 * @param {readonly (PageTask | Lane)[]} rows
 * @param {(hours: number) => number} x
 */
function links(data, view, rows, x) {
  const places = new Map(rows.flatMap((row, index) => ("id" in row ? [[row.id, { row, y: index * ROW + ROW / 2 }]] : [])));
  return data.pairs
    .filter(({ a, b, serialised }) => serialised && (a === view.selected || b === view.selected))
    .flatMap(({ a, b }) => {
      const [from, to] = [places.get(a), places.get(b)];
      if (from === undefined || to === undefined) return [];
      const [x1, x2] = [x(from.row.end), x(to.row.start)];
      return [svgElement("path", { class: "link", d: `M${x1} ${from.y}C${x1 + 24} ${from.y} ${x2 - 24} ${to.y} ${x2} ${to.y}` })];
    });
}
