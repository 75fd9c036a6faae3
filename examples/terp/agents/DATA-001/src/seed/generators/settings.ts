import { LAYOUT_PRESETS } from "../../dashboard/presets.ts";
import { WIDGET_IDS } from "../../dashboard/widgets.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { type Role, SALES, STAFF } from "../staff.ts";
import { PASSWORD_HASH, WHALES } from "./people.ts";

/** The layout that suits a user's work. */
const LAYOUT_OF_ROLE = {
  ADMIN: "executive",
  SALES: "sales",
  WAREHOUSE: "operations",
  PURCHASING: "operations",
  FINANCE: "executive",
} as const;
const ROLES = Object.keys(LAYOUT_OF_ROLE) as readonly Role[];

const ALERTS = [
  ["LOW_STOCK", 20],
  ["AGEING", 90],
  ["OVERDUE_INVOICE", 30],
  ["CREDIT_LIMIT", 80],
] as const;

const CREDIT_SETTINGS = { whale_limit_cents: 500_000_000, regular_limit_cents: 50_000_000, days_late_max: 30, signals_to_review: 3 };

/** What everybody has set up for themselves, and what the house has set up for everybody. */
export const generator: Generator = {
  fills: [
    "userDashboardPreferences",
    "dashboard_widget_layouts",
    "dashboard_kpi_configs",
    "inventoryViews",
    "calendar_views",
    "alert_configurations",
    "credit_system_settings",
    "vip_portal_configurations",
    "vip_portal_auth",
    "sales_sheet_templates",
  ],
  after: ["users", "clients"],
  begin(context) {
    forUsers(context);
    forRoles(context);
    const { insert, firstDay } = context;
    insert(
      "credit_system_settings",
      Object.entries(CREDIT_SETTINGS).map(([name, value]) => ({ name, value })),
    );
    for (let client_id = 1; client_id <= WHALES; client_id++) {
      insert("vip_portal_configurations", { client_id, greeting: "Welcome back", shows_prices: client_id % 2, enabled: 1 });
      insert("vip_portal_auth", { client_id, email: `buyer-${client_id}@vip.example`, password_hash: PASSWORD_HASH });
    }
    for (const name of ["Weekly list", "New this week", "Under 1000"])
      insert("sales_sheet_templates", { name, created_by: SALES[0] ?? 1, created_on: firstDay });
  },
};

function forUsers({ insert }: SeedContext): void {
  for (const { id: user_id, role } of STAFF) {
    const active_layout = LAYOUT_OF_ROLE[role];
    insert("userDashboardPreferences", { user_id, active_layout, widgets: JSON.stringify(LAYOUT_PRESETS[active_layout].widgets) });
    insert("inventoryViews", { user_id, name: "What is live", filters: '{"status":"LIVE"}' });
    insert("calendar_views", { user_id, name: "My week", span: "WEEK" });
    for (const [kind, threshold] of ALERTS)
      insert("alert_configurations", { user_id, kind, threshold, enabled: (user_id + threshold) % 2 });
  }
}

function forRoles({ insert }: SeedContext): void {
  for (const [index, role] of ROLES.entries()) {
    for (const [position, widget] of WIDGET_IDS.entries())
      insert("dashboard_widget_layouts", { role, widget, position, visible: (position + index) % 3 === 0 ? 0 : 1 });
    insert("dashboard_kpi_configs", { name: `Revenue for ${role}`, role, target_cents: 200_000_000, period: "MONTH" });
  }
}
