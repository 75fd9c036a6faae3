import { ROUTES } from "../../routes.ts";
import { Entry, Navigation } from "./navigation.tsx";

/** The application's first sidebar: one link per area. */
export function AppSidebar() {
  return (
    <Navigation label="Main" className="app-sidebar">
      <ul>
        <Entry to={ROUTES.dashboard} title="Dashboard" />
        <Entry to={ROUTES.orders} title="Orders" />
        <Entry to={ROUTES.clients} title="Clients" />
        <Entry to={ROUTES.vendorSupply} title="Vendor supply" />
        <Entry to={ROUTES.matchmaking} title="Matchmaking" />
        <Entry to={ROUTES.inventory} title="Inventory" />
        <Entry to={ROUTES.invoices} title="Invoices" />
        <Entry to={ROUTES.ledger} title="Ledger" />
        <Entry to={ROUTES.calendar} title="Calendar" />
      </ul>
    </Navigation>
  );
}
