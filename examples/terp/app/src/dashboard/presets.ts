import type { WidgetId } from "./widgets.ts";

/** A widget's place on a dashboard: the order of the list is the order on the page. */
export interface WidgetPlacement {
  readonly id: WidgetId;
  readonly visible: boolean;
}

export const LAYOUT_IDS = ["executive", "operations", "sales", "custom"] as const;
export type LayoutId = (typeof LAYOUT_IDS)[number];

export interface LayoutPreset {
  readonly title: string;
  readonly widgets: readonly WidgetPlacement[];
}

const show = (...ids: readonly WidgetId[]): readonly WidgetPlacement[] => ids.map((id) => ({ id, visible: true }));

export const LAYOUT_PRESETS: Readonly<Record<LayoutId, LayoutPreset>> = {
  executive: { title: "Executive", widgets: show("revenue", "receivables", "payables", "topClients") },
  operations: { title: "Operations", widgets: show("openOrders", "stock", "liveBatches", "upcomingEvents") },
  sales: { title: "Sales", widgets: show("revenue", "openOrders", "topClients", "clientNeeds", "upcomingEvents") },
  custom: { title: "Custom", widgets: [] },
};

/** The layout id in untrusted text, or undefined. */
export function layoutId(text: unknown): LayoutId | undefined {
  return LAYOUT_IDS.find((id) => id === text);
}
