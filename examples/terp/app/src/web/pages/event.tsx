import { useQuery } from "@tanstack/react-query";
import { api, read } from "../api.ts";
import { Badge } from "../parts/badge.tsx";
import { Card } from "../parts/card.tsx";
import { Facts } from "../parts/facts.tsx";
import { moment } from "../parts/moment.ts";
import { Page } from "../parts/page.tsx";
import { Table } from "../parts/table.tsx";
import { useIdParameter } from "../parts/use-id-parameter.ts";

/** One event: when, with whom, and who comes. */
export function EventPage() {
  const id = useIdParameter();
  const query = useQuery({ queryKey: ["events", id], queryFn: () => read(api.events[":id"].$get({ param: { id } })) });
  const event = query.data;
  return (
    <Page name="event" title={event?.title ?? "Event"} waitsFor={[query]}>
      {event === undefined ? null : (
        <>
          <Card title="About">
            <Facts
              facts={[
                ["Begins", moment(event.starts_at)],
                ["Kind", <Badge key="kind" status={event.event_type} />],
                ["Status", <Badge key="status" status={event.status} />],
                ["Organizer", event.organizer],
                ["Client", event.client ?? "none"],
                ["Vendor", event.vendor ?? "none"],
              ]}
            />
          </Card>
          <Card title="Participants">
            <Table
              label="Participants"
              list="participants"
              empty="Nobody takes part yet."
              rows={event.participants}
              rowKey={(participant) => participant.id}
              columns={[
                { title: "Name", cell: (participant) => participant.name },
                { title: "Role", cell: (participant) => <Badge status={participant.role} /> },
                { title: "Answer", cell: (participant) => <Badge status={participant.response} /> },
              ]}
            />
          </Card>
        </>
      )}
    </Page>
  );
}
