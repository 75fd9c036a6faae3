// @ts-check
import { svgElement, withArrowKeys } from "./dom.js";
import { graphLayout, NODE_HEIGHT } from "./graph-layout.js";
import { drawnPairs } from "./graph-pairs.js";
import { percentText } from "./hours-text.js";

/**
 * @typedef {import("../page-data.ts").PagePair} PagePair
 * @typedef {{ readonly task: (id: string) => void, readonly pair: (pair: PagePair) => void }} GraphEvents
 * @typedef {{ readonly x: number, readonly y: number }} Point
 */

const MARGIN = 10;

/**
 * Draws tasks as nodes, what is serialised as solid arrows and risks as dashed lines; likely ones are thicker.
 * @param {import("../page-data.ts").PageData} data
 * @param {HTMLElement} box
 * @param {GraphEvents} events
 * @returns {string} what is not drawn, or nothing
 */
export function drawGraph(data, box, events) {
  const { pairs: worth, implied } = drawnPairs(data);
  const pairs = strongest(worth, data.graphMax);
  const wanted = new Set(pairs.flatMap(({ a, b }) => [a, b]));
  const tasks = [...data.tasks.filter(({ id }) => wanted.has(id)), ...data.tasks.filter(({ id }) => !wanted.has(id))].slice(
    0,
    data.graphMax.nodes,
  );
  const width = Math.max(240, box.clientWidth - 2 * MARGIN - 2);
  const nodes = tasks.map(({ id }) => ({ id, width: Math.min(width, 20 + id.length * 7.4) }));
  const layout = graphLayout(nodes, pairs, width, data.seed);
  const place = (/** @type {string} */ id) => layout.places.get(id) ?? { x: 0, y: 0 };
  const widths = new Map(nodes.map((node) => [node.id, node.width]));
  const bodyOf = (/** @type {string} */ id) => ({ ...place(id), width: widths.get(id) ?? 0 });
  const edges = pairs.map((pair) => edgeOf(pair, bodyOf(pair.a), bodyOf(pair.b), events));
  const drawn = tasks.map((task, index) => {
    const { x, y } = place(task.id);
    const own = nodes[index]?.width ?? 0;
    const kind = `node${task.critical ? " critical" : ""}${task.twin ? " twin" : ""}${task.id === data.primary ? " primary" : ""}${task.alone ? " alone" : ""}`;
    const group = svgElement("g", { class: kind, role: "button", "data-task": task.id, "aria-label": `${task.id} ${task.title}` }, [
      svgElement("rect", { x: x - own / 2, y: y - NODE_HEIGHT / 2, width: own, height: NODE_HEIGHT, rx: 5 }),
      svgElement("text", { x, y: y + 4.5, "text-anchor": "middle" }, [task.id]),
    ]);
    group.addEventListener("click", () => events.task(task.id));
    return group;
  });
  const arrow = svgElement(
    "marker",
    { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, markerUnits: "userSpaceOnUse", orient: "auto" },
    [svgElement("path", { class: "arrow", d: "M0 0L8 4L0 8z" })],
  );
  const label = `conflict graph: ${drawn.length} tasks, ${edges.length} pairs; the list beside it says the same in words`;
  const [all, high] = [width + 2 * MARGIN, Math.max(60, layout.height) + 2 * MARGIN];
  box.replaceChildren(
    svgElement("svg", { width: all, height: high, viewBox: `${-MARGIN} ${-MARGIN} ${all} ${high}`, role: "group", "aria-label": label }, [
      svgElement("defs", {}, [arrow]),
      ...edges,
      ...drawn,
    ]),
  );
  withArrowKeys([...drawn, ...edges]);
  const [nodesLeft, edgesLeft] = [data.tasks.length - drawn.length, worth.length - edges.length];
  return [
    implied > 0 ? `${implied} pairs that follow from the arrows are not drawn.` : "",
    tasks.some(({ alone }) => alone) ? "A task with a double border runs alone." : "",
    nodesLeft + edgesLeft > 0 ? `Not drawn: ${nodesLeft} tasks and ${edgesLeft} less likely pairs.` : "",
  ]
    .filter((said) => said !== "")
    .join(" ");
}

/**
 * The pairs that are drawn: serialised before risks, likely before unlikely, within what a picture can hold.
 * @param {readonly PagePair[]} pairs
 * @param {import("../page-data.ts").PageData["graphMax"]} graphMax
 * @returns {readonly PagePair[]}
 */
function strongest(pairs, graphMax) {
  if (pairs.length <= graphMax.edges && new Set(pairs.flatMap(({ a, b }) => [a, b])).size <= graphMax.nodes) return pairs;
  const ranked = [...pairs].sort((a, b) => Number(b.serialised) - Number(a.serialised) || b.probability - a.probability);
  const nodes = new Set();
  return ranked.slice(0, graphMax.edges).filter(({ a, b }) => {
    const fits = nodes.size + Number(!nodes.has(a)) + Number(!nodes.has(b)) <= graphMax.nodes;
    if (fits) nodes.add(a).add(b);
    return fits;
  });
}

/**
 * @param {PagePair} pair
 * @param {Point & { readonly width: number }} from
 * @param {Point & { readonly width: number }} to
 * @param {GraphEvents} events
 */
function edgeOf(pair, from, to, events) {
  const [start, end] = [atBorder(to, from, from.width), atBorder(from, to, to.width)];
  const path = `M${start.x} ${start.y}L${end.x} ${end.y}`;
  const kind = `edge ${pair.serialised ? "serialised" : "risk"}${pair.kind === "twin" ? " twin" : ""}`;
  const attributes = { class: "line", d: path, "stroke-width": 1 + 1.6 * pair.probability };
  const group = svgElement(
    "g",
    { class: kind, role: "button", "data-a": pair.a, "data-b": pair.b, "aria-label": `${pair.reason} (${percentText(pair.probability)})` },
    [
      svgElement("path", { class: "hit", d: path }),
      svgElement("path", pair.serialised ? { ...attributes, "marker-end": "url(#arrow)" } : attributes),
    ],
  );
  group.addEventListener("click", () => events.pair(pair));
  return group;
}

/**
 * Where the line from one centre to another meets the target's box.
 * @param {Point} from
 * @param {Point} to
 * @param {number} width
 * @returns {Point}
 */
function atBorder(from, to, width) {
  const [dx, dy] = [from.x - to.x, from.y - to.y];
  const scale = Math.min(1, Math.min((width / 2 + 3) / Math.max(0.1, Math.abs(dx)), (NODE_HEIGHT / 2 + 3) / Math.max(0.1, Math.abs(dy))));
  return { x: to.x + dx * scale, y: to.y + dy * scale };
}
