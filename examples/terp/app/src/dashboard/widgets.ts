export interface WidgetMetadata {
  readonly title: string;
  /** What its figure means, for the customise page and screen readers. */
  readonly about: string;
}

/** Every widget the dashboard can show. */
export const WIDGET_METADATA = {
  revenue: { title: "Revenue", about: "Orders of the newest six months, cancelled ones left out" },
  receivables: { title: "Receivables", about: "Invoices that were sent and are not paid" },
  payables: { title: "Payables", about: "Bills of vendors that are not paid" },
  openOrders: { title: "Open orders", about: "Orders on their way to the client, by status" },
  stock: { title: "Stock", about: "What lies in the warehouse" },
  liveBatches: { title: "Live batches", about: "Batches that can be sold now" },
  topClients: { title: "Top clients", about: "Who bought most in the newest six months" },
  clientNeeds: { title: "Client needs", about: "What clients look for" },
  upcomingEvents: { title: "Scheduled events", about: "The next dates in the calendar" },
} as const satisfies Readonly<Record<string, WidgetMetadata>>;

export type WidgetId = keyof typeof WIDGET_METADATA;
export const WIDGET_IDS = Object.keys(WIDGET_METADATA) as readonly WidgetId[];

/** The widget id in untrusted text, or undefined. */
export function widgetId(text: unknown): WidgetId | undefined {
  return WIDGET_IDS.find((id) => id === text);
}
