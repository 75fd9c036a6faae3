// @ts-check
import { htmlElement } from "./dom.js";
import { hoursText, percentText } from "./hours-text.js";

/**
 * @typedef {import("../page-data.ts").PageData} PageData
 * @typedef {import("../page-data.ts").PageTask} PageTask
 * @typedef {import("../page-data.ts").PagePair} PagePair
 */

/**
 * Everything the plan says about one task, and why it starts when it does.
 * @param {PageData} data
 * @param {PageTask} task
 * @returns {readonly HTMLElement[]}
 */
export function taskDetails(data, task) {
  const text = (/** @type {number} */ hours) => hoursText(hours, data.dayHours);
  const own = data.pairs.filter(({ a, b }) => a === task.id || b === task.id);
  const figures = [
    ["agent", `${task.agent} ${task.agentClass}`],
    ["planned", `${text(task.start)} to ${text(task.end)}`],
    ["finished", `P50 ${text(task.p50)} · P80 ${text(task.p80)} · P95 ${text(task.p95)}`],
    ["critical", `in ${percentText(task.criticality)} of runs${task.critical ? ", and in this schedule" : ""}`],
  ];
  return [
    htmlElement("h3", {}, [
      task.id,
      ...(task.priority === "" ? [] : [htmlElement("span", { class: "tag" }, [task.priority])]),
      ...(task.id === data.primary ? [htmlElement("span", { class: "tag" }, ["primary"])] : []),
      ...(task.twin ? [htmlElement("span", { class: "tag" }, ["twin"])] : []),
      ...(task.alone ? [htmlElement("span", { class: "tag" }, ["runs alone"])] : []),
    ]),
    ...(task.title === "" ? [] : [htmlElement("p", {}, [task.title])]),
    htmlElement(
      "dl",
      {},
      figures.flatMap(([name = "", value = ""]) => [htmlElement("dt", {}, [name]), htmlElement("dd", {}, [value])]),
    ),
    ...reasons(
      "waits because",
      own.filter(({ b, serialised }) => serialised && b === task.id),
      waitsForAgent(data, task),
    ),
    ...reasons(
      "others wait",
      own.filter(({ a, serialised }) => serialised && a === task.id),
    ),
    ...reasons(
      "side by side at a risk",
      own.filter(({ serialised }) => !serialised),
    ),
  ];
}

/**
 * @param {PagePair} pair
 * @returns {readonly HTMLElement[]}
 */
export function pairDetails(pair) {
  const sure = `${pair.kind}, ${percentText(pair.probability)} that it goes wrong at once, ${percentText(pair.textual)} that it is a merge conflict`;
  return [
    htmlElement("h3", {}, [pair.serialised ? `${pair.b} after ${pair.a}` : `${pair.a} beside ${pair.b}`]),
    htmlElement("p", {}, [pair.reason]),
    htmlElement("p", { class: "faint" }, [sure]),
    ...(pair.evidence.length === 0
      ? []
      : [
          htmlElement(
            "ul",
            {},
            pair.evidence.map((one) => htmlElement("li", {}, [one])),
          ),
        ]),
  ];
}

/**
 * @param {string} title
 * @param {readonly PagePair[]} pairs
 * @param {string} besides
 */
function reasons(title, pairs, besides = "") {
  const items = pairs.map(({ reason, probability, evidence }) =>
    htmlElement("li", {}, [
      reason,
      htmlElement("span", { class: "faint" }, [` ${percentText(probability)}`]),
      ...evidence.map((one) => htmlElement("div", { class: "evidence" }, [one])),
    ]),
  );
  if (besides !== "") items.push(htmlElement("li", {}, [besides]));
  return items.length === 0 ? [] : [htmlElement("h4", {}, [title]), htmlElement("ul", {}, items)];
}

/**
 * The task before it on the same agent, when it starts right after that.
 * @param {PageData} data
 * @param {PageTask} task
 */
function waitsForAgent(data, { agent, start, id }) {
  const before = data.tasks.find((other) => other.agent === agent && other.id !== id && start > 0 && Math.abs(other.end - start) < 0.02);
  return before === undefined ? "" : `agent ${agent} works on ${before.id} until then`;
}
