import { Link } from "react-router";
import { initialState, moveWidget, setActiveLayout, toggleWidget } from "../../dashboard/preferences.ts";
import { LAYOUT_IDS, LAYOUT_PRESETS } from "../../dashboard/presets.ts";
import { ROUTES } from "../../routes.ts";
import { useDashboardEditor } from "../dashboard/use-dashboard.ts";
import { VisibilityCard } from "../dashboard/visibility-card.tsx";
import { Card } from "../parts/card.tsx";
import { Message } from "../parts/message.tsx";
import { Page } from "../parts/page.tsx";
import { DashboardLayout } from "../shell/dashboard-layout.tsx";

/** Where people choose a layout, and which widgets it shows in which order. */
export function CustomisePage() {
  const { query, state, change, error } = useDashboardEditor();
  return (
    <DashboardLayout>
      <Page
        name="customise"
        title="Customise dashboard"
        waitsFor={[query]}
        actions={
          <Link className="button" to={ROUTES.dashboard}>
            Show dashboard
          </Link>
        }
      >
        <Message error={error} />
        {state === undefined ? null : (
          <>
            <Card title="Layout">
              <div className="choices">
                {LAYOUT_IDS.map((id) => (
                  <button
                    key={id}
                    type="button"
                    className="button"
                    data-layout={id}
                    aria-pressed={id === state.activeLayout}
                    onClick={() => change((before) => setActiveLayout(before, id))}
                  >
                    {LAYOUT_PRESETS[id].title}
                  </button>
                ))}
                <button type="button" className="button quiet" data-reset="" onClick={() => change(initialState)}>
                  Reset
                </button>
              </div>
            </Card>
            <VisibilityCard
              state={state}
              onToggle={(id) => change((before) => toggleWidget(before, id))}
              onMove={(id, by) => change((before) => moveWidget(before, id, by))}
            />
          </>
        )}
      </Page>
    </DashboardLayout>
  );
}
