/** Every page of the application, for the server and the pages. Links are built from these, so that a renamed page is a type error. */
export const ROUTES = {
  home: "/",
  dashboard: "/dashboard",
  customise: "/dashboard/customise",
  matchmaking: "/matchmaking",
  calendar: "/calendar",
  event: "/calendar/events/:id",
  clients: "/clients",
  client: "/clients/:id",
  vendorSupply: "/vendor-supply",
  orders: "/orders",
  order: "/orders/:id",
  invoices: "/invoices",
  inventory: "/inventory",
  ledger: "/ledger",
  signIn: "/sign-in",
} as const;

export type Route = (typeof ROUTES)[keyof typeof ROUTES];

/** The address of one thing's page: `pathTo(ROUTES.order, 7)` is `/orders/7`. */
export function pathTo(route: Route, id: number): string {
  return route.replace(":id", String(id));
}

/** Does `path` belong to a page? An `:id` stands for digits. */
export function isKnownPath(path: string): boolean {
  const parts = path.split("/");
  return Object.values(ROUTES).some((route) => {
    const expected = route.split("/");
    return (
      expected.length === parts.length && expected.every((part, place) => (part === ":id" ? isId(parts[place]) : part === parts[place]))
    );
  });
}

function isId(text: string | undefined): boolean {
  return text !== undefined && /^[1-9]\d*$/.test(text);
}
