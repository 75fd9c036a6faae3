import type { ComponentType } from "react";
import { ROUTES, type Route } from "../routes.ts";
import { CalendarPage } from "./pages/calendar.tsx";
import { ClientPage } from "./pages/client.tsx";
import { ClientsPage } from "./pages/clients.tsx";
import { CustomisePage } from "./pages/customise.tsx";
import { DashboardPage } from "./pages/dashboard.tsx";
import { EventPage } from "./pages/event.tsx";
import { InventoryPage } from "./pages/inventory.tsx";
import { InvoicesPage } from "./pages/invoices.tsx";
import { LedgerPage } from "./pages/ledger.tsx";
import { MatchmakingPage } from "./pages/matchmaking.tsx";
import { OrderPage } from "./pages/order.tsx";
import { OrdersPage } from "./pages/orders.tsx";
import { VendorSupplyPage } from "./pages/vendor-supply.tsx";

/** Every page inside the shell: one line each. */
export const PAGES: readonly { readonly route: Route; readonly Page: ComponentType }[] = [
  { route: ROUTES.home, Page: DashboardPage },
  { route: ROUTES.dashboard, Page: DashboardPage },
  { route: ROUTES.customise, Page: CustomisePage },
  { route: ROUTES.matchmaking, Page: MatchmakingPage },
  { route: ROUTES.calendar, Page: CalendarPage },
  { route: ROUTES.event, Page: EventPage },
  { route: ROUTES.clients, Page: ClientsPage },
  { route: ROUTES.client, Page: ClientPage },
  { route: ROUTES.vendorSupply, Page: VendorSupplyPage },
  { route: ROUTES.orders, Page: OrdersPage },
  { route: ROUTES.order, Page: OrderPage },
  { route: ROUTES.invoices, Page: InvoicesPage },
  { route: ROUTES.inventory, Page: InventoryPage },
  { route: ROUTES.ledger, Page: LedgerPage },
];
