import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { LAYOUT_PRESETS } from "../../dashboard/presets.ts";
import { ROUTES } from "../../routes.ts";
import { api, read } from "../api.ts";
import { useDashboard } from "../dashboard/use-dashboard.ts";
import { WidgetCard } from "../dashboard/widget-card.tsx";
import { Page } from "../parts/page.tsx";
import { DashboardLayout } from "../shell/dashboard-layout.tsx";

/** The user's widgets with their figures. */
export function DashboardPage() {
  const dashboard = useDashboard();
  const figures = useQuery({ queryKey: ["figures"], queryFn: () => read(api.dashboard.widgets.$get()) });
  const visible = dashboard.data?.widgets.filter((widget) => widget.visible) ?? [];
  return (
    <DashboardLayout>
      <Page
        name="dashboard"
        title="Dashboard"
        waitsFor={[dashboard, figures]}
        actions={
          <Link className="button" to={ROUTES.customise}>
            Customise
          </Link>
        }
      >
        {dashboard.data === undefined ? null : <p className="muted">{LAYOUT_PRESETS[dashboard.data.activeLayout].title} layout</p>}
        {visible.length === 0 ? <p className="empty">This dashboard shows no widgets.</p> : null}
        <div className="widgets">
          {visible.map(({ id }) => (figures.data === undefined ? null : <WidgetCard key={id} id={id} figure={figures.data[id]} />))}
        </div>
      </Page>
    </DashboardLayout>
  );
}
