// @ts-check
/** Elements of the page; every text goes in as text, never as markup. */

/**
 * @param {string} name
 * @param {Readonly<Record<string, string | number>>} attributes
 * @param {readonly (Node | string)[]} children
 * @returns {SVGElement}
 */
export function svgElement(name, attributes = {}, children = []) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * @param {string} name
 * @param {Readonly<Record<string, string | number>>} attributes
 * @param {readonly (Node | string)[]} children
 * @returns {HTMLElement}
 */
export function htmlElement(name, attributes = {}, children = []) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * An element the page is known to have.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function elementById(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`expected an element #${id}`);
  return element;
}

/**
 * One stop for the tab key, arrow keys, Home and End between the elements, Enter and the space bar press one.
 * @param {readonly (HTMLElement | SVGElement)[]} elements
 */
export function withArrowKeys(elements) {
  for (const [index, element] of elements.entries()) {
    element.setAttribute("tabindex", index === 0 ? "0" : "-1");
    element.addEventListener("keydown", (event) => {
      const { key } = /** @type {KeyboardEvent} */ (event);
      if ((key === "Enter" || key === " ") && !(element instanceof HTMLButtonElement)) {
        event.preventDefault();
        element.dispatchEvent(new MouseEvent("click", { bubbles: true }));
        return;
      }
      const moves = new Map([
        ["ArrowDown", index + 1],
        ["ArrowRight", index + 1],
        ["ArrowUp", index - 1],
        ["ArrowLeft", index - 1],
        ["Home", 0],
        ["End", elements.length - 1],
      ]);
      const next = elements[moves.get(key) ?? -1];
      if (next === undefined) return;
      event.preventDefault();
      element.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  }
}
