// @ts-check
import { svgElement } from "./dom.js";

const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [240, 34, 14, 12, 28];

/**
 * Tasks finished by the end of each week: the line is the median, the band reaches from what is finished with a chance of
 * 80 % up to what is with 20 %.
 * @param {import("../page-data.ts").PageData} data
 * @param {HTMLElement} box
 */
export function drawFan({ weeks, total }, box) {
  const width = Math.max(260, box.clientWidth);
  const points = [{ week: 0, p80: 0, p50: 0, p20: 0 }, ...weeks];
  const last = Math.max(1, points.length - 1);
  const x = (/** @type {number} */ week) => LEFT + ((width - LEFT - RIGHT) * week) / last;
  const y = (/** @type {number} */ done) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * done) / Math.max(1, total);
  const line = (/** @type {"p80" | "p50" | "p20"} */ key) => points.map((point, index) => `${x(index)} ${y(point[key])}`);
  const band = `M${line("p80").join("L")}L${line("p20").reverse().join("L")}z`;
  const every = Math.ceil(last / Math.max(2, Math.floor((width - LEFT - RIGHT) / 62)));
  const labels = points.flatMap(({ week }, index) =>
    index % every === 0
      ? [
          svgElement("text", { class: "axis", x: Math.min(x(index), width - 22), y: HEIGHT - 9, "text-anchor": "middle" }, [
            index === 0 ? "start" : `week ${week}`,
          ]),
        ]
      : [],
  );
  const levels = levelsUpTo(total);
  const summary = weeks
    .map(({ week, p50, p80, p20 }) => `week ${week}: ${p50}, ${p80} to ${p20}`)
    .slice(0, 20)
    .join("; ");
  box.replaceChildren(
    svgElement("svg", { width, height: HEIGHT, role: "img", "aria-label": `tasks finished of ${total}: ${summary}` }, [
      ...levels.flatMap((level) => [
        svgElement("line", { class: "mark grid", x1: LEFT, x2: width - RIGHT, y1: y(level), y2: y(level) }),
        svgElement("text", { class: "axis", x: LEFT - 6, y: y(level) + 4, "text-anchor": "end" }, [String(level)]),
      ]),
      ...labels,
      svgElement("path", { class: "fan", d: band }),
      svgElement("path", { class: "fan-median", d: `M${line("p50").join("L")}` }),
      ...(points.length > 60
        ? []
        : points.slice(1).map(({ p50 }, index) => svgElement("circle", { class: "fan-dot", cx: x(index + 1), cy: y(p50), r: 3 }))),
    ]),
  );
}

/**
 * About five round numbers of tasks up to all of them.
 * @param {number} total
 * @returns {readonly number[]}
 */
function levelsUpTo(total) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((one) => total / one <= 5) ?? 10_000;
  const levels = Array.from({ length: Math.floor(total / step) + 1 }, (_, index) => index * step);
  // One right below the last would be printed over it.
  return [...levels.filter((level) => total - level >= step / 2), total];
}
