import { ROUTES } from "../../routes.ts";

/** Dashboard pages bring a navigation of their own, so the frame around them shows none. */
export function hasOwnNavigation(path: string): boolean {
  return path === ROUTES.home || path === ROUTES.dashboard || path.startsWith(`${ROUTES.dashboard}/`);
}
