/** Every page of the application. Links are built from these, so that a renamed page is a type error. */
export const ROUTES = {
  home: "/",
  dashboard: "/dashboard",
  customise: "/dashboard/customise",
  orders: "/orders",
  clients: "/clients",
  vendorSupply: "/vendor-supply",
  matchmaking: "/matchmaking",
  calendar: "/calendar",
  health: "/health",
} as const;

export type Route = (typeof ROUTES)[keyof typeof ROUTES];
