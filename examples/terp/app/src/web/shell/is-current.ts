import { ROUTES, type Route } from "../../routes.ts";

/** Is a sidebar's link the one for this page: the page itself or, unless `exact`, one below it? The start page is the dashboard. */
export function isCurrent(path: string, route: Route, exact: boolean): boolean {
  const page = path === ROUTES.home ? ROUTES.dashboard : path;
  return page === route || (!exact && page.startsWith(`${route}/`));
}
