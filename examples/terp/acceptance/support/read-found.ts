import type { Found } from "./browser.ts";

/** Reads elements. Runs inside the page in a real browser, so it may use nothing from outside itself. */
export function readFound(elements: readonly Element[]): Found[] {
  return elements.map((element) => ({
    text: (element.textContent ?? "").replaceAll(/\s+/g, " ").trim(),
    attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    value: "value" in element && typeof element.value === "string" ? element.value : "",
    checked: "checked" in element && element.checked === true,
    visible: element.checkVisibility?.({ visibilityProperty: true }) ?? element.closest("[hidden]") === null,
  }));
}
