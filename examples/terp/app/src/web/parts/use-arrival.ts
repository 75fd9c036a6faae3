import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

/** Where the last page was. */
let lastPath: string | undefined;

/**
 * For a page's main part: whoever comes from another page begins at its top, with the keyboard too, as after a page load. The
 * first page is left to the browser.
 */
export function useArrival() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    const hasMoved = lastPath !== undefined && lastPath !== pathname;
    lastPath = pathname;
    if (!hasMoved) return;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}
