import { LAYOUT_PRESETS } from "../../dashboard/presets.ts";
import { query } from "../../database/query.ts";
import type { Generator } from "../generator.ts";

/** The layout that suits a user's work. */
const LAYOUT_OF_ROLE = { ADMIN: "executive", SALES: "sales", WAREHOUSE: "operations", FINANCE: "executive" } as const;

/** Every user's dashboard as they first left it. */
export const generator: Generator = {
  fills: ["userDashboardPreferences"],
  after: ["users"],
  run({ database, insert }) {
    const users = query<{ id: number; role: keyof typeof LAYOUT_OF_ROLE }>(database, "select id, role from users order by id");
    insert(
      "userDashboardPreferences",
      users.map(({ id, role }) => {
        const layout = LAYOUT_OF_ROLE[role];
        return { user_id: id, active_layout: layout, widgets: JSON.stringify(LAYOUT_PRESETS[layout].widgets) };
      }),
    );
  },
};
