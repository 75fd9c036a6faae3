import type { DashboardState } from "../../dashboard/preferences.ts";
import { visibilityList } from "../../dashboard/visibility-list.ts";
import type { WidgetId } from "../../dashboard/widgets.ts";
import { Card } from "../parts/card.tsx";

interface VisibilityCardProps {
  readonly state: DashboardState;
  readonly onToggle: (id: WidgetId) => void;
  readonly onMove: (id: WidgetId, by: -1 | 1) => void;
}

/** The "Widget visibility" list: a box to tick per widget, and buttons that change its place. */
export function VisibilityCard({ state, onToggle, onMove }: VisibilityCardProps) {
  return (
    <Card title="Widget visibility">
      <ul className="visibility">
        {visibilityList(state).map(({ id, title, visible, movable }) => (
          <li key={id}>
            <label>
              <input type="checkbox" data-visibility={id} checked={visible} onChange={() => onToggle(id)} />
              {title}
            </label>
            {movable ? (
              <span className="moves">
                <MoveButton id={id} by={-1} label={`Move ${title} up`} onMove={onMove} />
                <MoveButton id={id} by={1} label={`Move ${title} down`} onMove={onMove} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface MoveButtonProps {
  readonly id: WidgetId;
  readonly by: -1 | 1;
  readonly label: string;
  readonly onMove: VisibilityCardProps["onMove"];
}

function MoveButton({ id, by, label, onMove }: MoveButtonProps) {
  return (
    <button type="button" className="button small" data-move={id} data-by={by} aria-label={label} onClick={() => onMove(id, by)}>
      <span aria-hidden="true">{by === -1 ? "↑" : "↓"}</span>
    </button>
  );
}
