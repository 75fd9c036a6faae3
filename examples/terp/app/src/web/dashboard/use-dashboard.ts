import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { DashboardState } from "../../dashboard/preferences.ts";
import { api, read } from "../api.ts";

const DASHBOARD = ["dashboard"] as const;

/** The signed-in user's dashboard. */
export function useDashboard() {
  return useQuery({ queryKey: DASHBOARD, queryFn: () => read(api.dashboard.$get()) });
}

/** The same, and the way to change it: a change is shown at once, saved behind, and taken back when saving fails. */
export function useDashboardEditor() {
  const queries = useQueryClient();
  const query = useDashboard();
  const [draft, setDraft] = useState<DashboardState>();
  const save = useMutation({
    // One after the other: the last change is the one that stays.
    scope: { id: "dashboard" },
    mutationFn: ({ activeLayout, widgets }: DashboardState) =>
      read(api.dashboard.$put({ json: { activeLayout, widgets: widgets.map((widget) => ({ ...widget })) } })),
    onSuccess: (saved) => queries.setQueryData(DASHBOARD, saved),
    onError: () => setDraft(undefined),
  });
  const state: DashboardState | undefined = draft ?? query.data;
  const change = (next: (before: DashboardState) => DashboardState) => {
    if (state === undefined) return;
    const after = next(state);
    setDraft(after);
    save.mutate(after);
  };
  return { query, state, change, error: save.error };
}
