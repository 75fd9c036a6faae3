import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { addDays, monthOf } from "../../finance/dates.ts";
import { api, read } from "../api.ts";
import { Month } from "../calendar/month.tsx";
import { Page } from "../parts/page.tsx";

/** The events of a month; it opens where there is something to see. */
export function CalendarPage() {
  const [asked, setAsked] = useState<{ from?: string; to?: string }>({});
  const events = useQuery({
    queryKey: ["events", asked],
    queryFn: () => read(api.events.$get({ query: asked })),
    placeholderData: keepPreviousData,
  });
  const shown = events.data;
  const go = (day: string) => setAsked(monthOf(day));
  return (
    <Page
      name="calendar"
      title="Calendar"
      waitsFor={[events]}
      actions={
        shown === undefined ? null : (
          <>
            <button type="button" className="button" data-month="-1" onClick={() => go(addDays(shown.from, -1))}>
              Earlier
            </button>
            <button type="button" className="button" data-month="1" onClick={() => go(addDays(shown.to, 1))}>
              Later
            </button>
          </>
        )
      }
    >
      {shown === undefined ? null : <Month from={shown.from} events={shown.rows} />}
    </Page>
  );
}
