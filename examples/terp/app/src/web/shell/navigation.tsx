import { type ReactNode, useId, useState } from "react";
import { Link, useLocation } from "react-router";
import type { Route } from "../../routes.ts";
import { isCurrent } from "./is-current.ts";

interface NavigationProps {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** A sidebar; on a phone its entries wait behind a button until somebody asks for them. */
export function Navigation({ label, className, children }: NavigationProps) {
  const { pathname } = useLocation();
  // Open on one page only: going on to another closes it.
  const [openAt, setOpenAt] = useState<string | null>(null);
  const entries = useId();
  const isOpen = openAt === pathname;
  return (
    <nav aria-label={label} className={`sidebar ${className}`} data-open={isOpen}>
      <button
        type="button"
        className="button sidebar-toggle"
        aria-expanded={isOpen}
        aria-controls={entries}
        onClick={() => setOpenAt(isOpen ? null : pathname)}
      >
        {label} menu
      </button>
      <div id={entries} className="sidebar-entries">
        {children}
      </div>
    </nav>
  );
}

/** A link of a sidebar; with `exact` it is current on its own page only, not on those below. */
export function Entry({ to, title, exact = false }: { readonly to: Route; readonly title: string; readonly exact?: boolean }) {
  const { pathname } = useLocation();
  return (
    <li>
      <Link to={to} aria-current={isCurrent(pathname, to, exact) ? "page" : undefined}>
        {title}
      </Link>
    </li>
  );
}
