import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { DashboardState } from "../../dashboard/preferences.ts";
import { api, read } from "../api.ts";

const DASHBOARD = ["dashboard"] as const;

/** The signed-in user's dashboard and the way to change it: shown at once, saved behind, taken back when saving fails. */
export function useDashboard() {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: DASHBOARD, queryFn: () => read(api.dashboard.$get()) });
  const save = useMutation({
    // One after the other: the last change is the one that stays.
    scope: { id: "dashboard" },
    mutationFn: ({ activeLayout, widgets }: DashboardState) =>
      read(api.dashboard.$put({ json: { activeLayout, widgets: widgets.map((widget) => ({ ...widget })) } })),
    onMutate: async (state) => {
      await queries.cancelQueries({ queryKey: DASHBOARD });
      queries.setQueryData<DashboardState>(DASHBOARD, state);
    },
    onError: () => queries.invalidateQueries({ queryKey: DASHBOARD }),
  });
  return { query, save };
}
