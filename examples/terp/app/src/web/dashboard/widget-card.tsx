import { WIDGET_METADATA, type WidgetId } from "../../dashboard/widgets.ts";
import { Card } from "../parts/card.tsx";
import { amount, lineLabel, shareOf } from "./amount.ts";
import type { Figure } from "./figure.ts";

/** One widget: its figure, and the lines behind it with bars that compare them. */
export function WidgetCard({ id, figure }: { readonly id: WidgetId; readonly figure: Figure }) {
  const most = Math.max(0, ...figure.lines.map((line) => line.value ?? 0));
  return (
    <div className="widget" data-widget={id}>
      <Card title={WIDGET_METADATA[id].title}>
        <p className="figure">{amount(figure.value, figure.unit)}</p>
        <ul className="figure-lines">
          {figure.lines.map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever replaced together, and two may say the same
            <li key={place}>
              <span>{lineLabel(line.label)}</span>
              {line.value === null ? null : <span className="number">{amount(line.value, line.unit)}</span>}
              {line.value === null ? null : <span className="bar" style={{ width: `${shareOf(line.value, most)}%` }} />}
            </li>
          ))}
        </ul>
        <p className="muted">{WIDGET_METADATA[id].about}</p>
      </Card>
    </div>
  );
}
