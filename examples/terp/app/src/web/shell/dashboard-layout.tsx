import type { ReactNode } from "react";
import { ROUTES, type Route } from "../../routes.ts";
import { Entry, Navigation } from "./navigation.tsx";

interface Section {
  readonly title: string;
  readonly entries: readonly (readonly [Route, string])[];
}

const SECTIONS: readonly Section[] = [
  {
    title: "Today",
    entries: [
      [ROUTES.dashboard, "Dashboard"],
      [ROUTES.calendar, "Calendar"],
    ],
  },
  {
    title: "Sell",
    entries: [
      [ROUTES.orders, "Orders"],
      [ROUTES.clients, "Clients"],
      [ROUTES.matchmaking, "Matchmaking"],
    ],
  },
  {
    title: "Buy",
    entries: [
      [ROUTES.vendorSupply, "Vendor supply"],
      [ROUTES.inventory, "Inventory"],
    ],
  },
  {
    title: "Books",
    entries: [
      [ROUTES.invoices, "Invoices"],
      [ROUTES.ledger, "Ledger"],
    ],
  },
  { title: "Set up", entries: [[ROUTES.customise, "Customise dashboard"]] },
];

/** The dashboard's own frame, with the newer sidebar grouped by kind of work. */
export function DashboardLayout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <Navigation label="Dashboard" className="dashboard-sidebar">
        {SECTIONS.map(({ title, entries }) => (
          <section key={title}>
            <h2>{title}</h2>
            <ul>
              {entries.map(([route, name]) => (
                <Entry key={route} to={route} title={name} exact />
              ))}
            </ul>
          </section>
        ))}
      </Navigation>
      {children}
    </>
  );
}
