import type { Page } from "./browser.ts";

/** The dashboard and its customise page, as a person uses them. */
export interface Dashboard {
  /** Back to where every user starts. */
  reset(): Promise<void>;
  choose(layout: string): Promise<void>;
  /** Ticks or unticks a widget. */
  toggle(id: string): Promise<void>;
  move(id: string, by: -1 | 1): Promise<void>;
  /** The layout that is chosen. */
  layout(): Promise<string>;
  /** Widgets on the dashboard, in order. */
  shown(): Promise<readonly string[]>;
}

export const CUSTOMISE = "/dashboard/customise";

export function dashboardOf(page: Page): Dashboard {
  const at = async (path: string) => {
    if (page.path() !== path) await page.open(path);
  };
  const press = async (selector: string) => {
    await at(CUSTOMISE);
    await page.click(selector);
  };
  return {
    reset: () => press("button[data-reset]"),
    choose: (layout) => press(`button[data-layout="${layout}"]`),
    toggle: (id) => press(`input[type="checkbox"][data-visibility="${id}"]`),
    move: (id, by) => press(`button[data-move="${id}"][data-by="${by}"]`),
    async layout() {
      await at(CUSTOMISE);
      const pressed = await page.find('button[data-layout][aria-pressed="true"]');
      return pressed.map(({ attributes }) => attributes["data-layout"]).join(" ");
    },
    async shown() {
      await at("/dashboard");
      return (await page.find("[data-widget]")).map(({ attributes }) => attributes["data-widget"] ?? "");
    },
  };
}
