// @ts-check
import { pairDetails, taskDetails } from "./details.js";
import { elementById, htmlElement } from "./dom.js";
import { drawFan } from "./fan-chart.js";
import { drawGantt, matches } from "./gantt.js";
import { drawGraph } from "./graph.js";

/**
 * What the page shows right now; everything is drawn again from it.
 * @typedef {import("./gantt.js").GanttView} GanttView
 * @typedef {import("../page-data.ts").PagePair} PagePair
 */

/** @type {import("../page-data.ts").PageData} */
const data = JSON.parse(elementById("plan-data").textContent ?? "");
const tasksById = new Map(data.tasks.map((task) => [task.id, task]));
const [ganttBox, graphBox, fanBox, details] = [elementById("gantt"), elementById("graph"), elementById("fan"), elementById("details")];
const wide = matchMedia("(min-width: 1100px)");
const ZOOM = 1.5;
const LABELS_NARROW = 112;
const LABELS_WIDE = 250;

/** @type {GanttView} */
let view = { byAgent: true, filter: "", selected: "", pixelsPerHour: fitting(data.finish.p80) };

/**
 * Pixels per hour so that `hours` fill the box.
 * @param {number} hours
 */
function fitting(hours) {
  const space = ganttBox.clientWidth - (matchMedia("(min-width: 700px)").matches ? LABELS_WIDE : LABELS_NARROW) - 40;
  const most = Math.max(hours, ...data.tasks.map(({ end }) => end), 0.1);
  return Math.max(0.02, space / most);
}

/** @param {Partial<GanttView>} change */
function show(change) {
  view = { ...view, ...change };
  const left = drawGantt(data, ganttBox, view, { select, preview });
  elementById("shown").textContent = view.filter === "" ? "" : `${left} of ${data.tasks.length} tasks`;
}

/** @param {readonly Node[]} content */
function tell(content) {
  elementById("details-text").replaceChildren(...content);
  details.classList.add("open");
}

/**
 * On a narrow screen the details lie over the page: scrolls so far that what was chosen is seen above them.
 * @param {Element | null} element
 */
function uncover(element) {
  if (wide.matches || element === null) return;
  const below = element.getBoundingClientRect().bottom + 8 - details.getBoundingClientRect().top;
  if (below > 0) scrollBy({ top: below });
}

/** @param {string} id */
function select(id) {
  const task = tasksById.get(id);
  if (task === undefined) return;
  const focused = document.activeElement?.getAttribute("data-task");
  show({ selected: id });
  mark(`[data-task="${CSS.escape(id)}"]`);
  tell(taskDetails(data, task));
  uncover(
    document.activeElement?.closest("#graph") ? document.activeElement : ganttBox.querySelector(`button[data-task="${CSS.escape(id)}"]`),
  );
  if (focused !== null && focused !== undefined && ganttBox.querySelector(":focus") === null) focusRow(focused);
}

/**
 * A mouse that passes shows a task where there is a place for it; it changes nothing that was chosen.
 * @param {string} id
 */
function preview(id) {
  const task = tasksById.get(id);
  if (task !== undefined && wide.matches && view.selected === "") tell(taskDetails(data, task));
}

/** @param {PagePair} pair */
function selectPair(pair) {
  show({ selected: "" });
  mark(`[data-a="${CSS.escape(pair.a)}"][data-b="${CSS.escape(pair.b)}"]`);
  tell(pairDetails(pair));
  uncover(document.querySelector(".chosen"));
}

/**
 * Marks in graph and list what is told about.
 * @param {string} selector
 */
function mark(selector) {
  for (const element of document.querySelectorAll(".chosen")) element.classList.remove("chosen");
  for (const element of document.querySelectorAll(`#graph ${selector}, #pairs ${selector}`)) element.classList.add("chosen");
}

/** @param {string} id */
function focusRow(id) {
  const button = ganttBox.querySelector(`button[data-task="${CSS.escape(id)}"]`);
  if (button instanceof HTMLElement && document.activeElement === document.body) button.focus({ preventScroll: true });
}

function close() {
  details.classList.remove("open");
  show({ selected: "" });
  mark(".none");
  elementById("details-text").replaceChildren(htmlElement("p", { class: "faint" }, ["Choose a task or a line of the graph to read why."]));
}

/** @param {string} text */
function filterBy(text) {
  const filter = text.trim().toLowerCase();
  show({ filter });
  const hidden = new Set(data.tasks.filter((task) => !matches(task, filter)).map(({ id }) => id));
  for (const row of document.querySelectorAll("#pairs li, #tasks tbody tr")) {
    const named = [row.getAttribute("data-a"), row.getAttribute("data-b"), row.getAttribute("data-task")].filter((id) => id !== null);
    row.toggleAttribute(
      "hidden",
      named.every((id) => hidden.has(id)),
    );
  }
  for (const node of graphBox.querySelectorAll(".node")) node.classList.toggle("dim", hidden.has(node.getAttribute("data-task") ?? ""));
}

/** @param {number} factor */
function zoom(factor) {
  const middle = (ganttBox.scrollLeft + ganttBox.clientWidth / 2) * factor - ganttBox.clientWidth / 2;
  show({ pixelsPerHour: Math.min(400, Math.max(0.02, view.pixelsPerHour * factor)) });
  ganttBox.scrollLeft = middle;
}

function drawPictures() {
  elementById("graph-note").textContent = drawGraph(data, graphBox, { task: select, pair: selectPair });
  drawFan(data, fanBox);
}

function start() {
  const search = elementById("filter");
  search.addEventListener("input", () => filterBy(search instanceof HTMLInputElement ? search.value : ""));
  const order = elementById("order");
  order.addEventListener("change", () => show({ byAgent: order instanceof HTMLSelectElement && order.value === "agent" }));
  elementById("zoom-in").addEventListener("click", () => zoom(ZOOM));
  elementById("zoom-out").addEventListener("click", () => zoom(1 / ZOOM));
  elementById("zoom-fit").addEventListener("click", () => show({ pixelsPerHour: fitting(data.finish.p95) }));
  elementById("close").addEventListener("click", close);
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") close();
  });
  ganttBox.addEventListener("keydown", ({ key }) => {
    if (key === "+" || key === "=") zoom(ZOOM);
    if (key === "-") zoom(1 / ZOOM);
  });
  for (const button of document.querySelectorAll("#pairs button")) {
    const item = button.closest("li");
    const pair = data.pairs.find(({ a, b }) => a === item?.getAttribute("data-a") && b === item?.getAttribute("data-b"));
    if (pair !== undefined) button.addEventListener("click", () => selectPair(pair));
  }
  let width = graphBox.clientWidth;
  addEventListener("resize", () => {
    if (graphBox.clientWidth === width) return;
    width = graphBox.clientWidth;
    show({ pixelsPerHour: fitting(data.finish.p80) });
    drawPictures();
  });
  show({});
  drawPictures();
}

start();
