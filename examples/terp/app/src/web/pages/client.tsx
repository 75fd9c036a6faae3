import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { formatMoney } from "../../finance/money.ts";
import { pathTo, ROUTES } from "../../routes.ts";
import { api, read } from "../api.ts";
import { Badge } from "../parts/badge.tsx";
import { Card } from "../parts/card.tsx";
import { Facts } from "../parts/facts.tsx";
import { NeedsTable } from "../parts/match-tables.tsx";
import { Page } from "../parts/page.tsx";
import { Table } from "../parts/table.tsx";
import { useIdParameter } from "../parts/use-id-parameter.ts";

/** One client: what they bought, and what they look for. */
export function ClientPage() {
  const id = useIdParameter();
  const query = useQuery({ queryKey: ["clients", id], queryFn: () => read(api.clients[":id"].$get({ param: { id } })) });
  const client = query.data;
  return (
    <Page name="client" title={client?.name ?? "Client"} waitsFor={[query]}>
      {client === undefined ? null : (
        <>
          <Card title="About">
            <Facts
              facts={[
                ["Tier", <Badge key="tier" status={client.tier} />],
                ["Terms", <Badge key="terms" status={client.terms} />],
                ["Client since", client.since],
                ["Orders", client.orders.toLocaleString("en-US")],
                ["Revenue", formatMoney(client.total_cents)],
                ["Owes", formatMoney(client.owed_cents)],
              ]}
            />
          </Card>
          <div className="columns">
            <Card title="Newest orders">
              <Table
                label="Newest orders"
                empty="No order yet."
                rows={client.newest_orders}
                rowKey={(order) => order.id}
                columns={[
                  { title: "Order", cell: (order) => <Link to={pathTo(ROUTES.order, order.id)}>#{order.id}</Link> },
                  { title: "Day", kind: "day", cell: (order) => order.ordered_on },
                  { title: "Status", cell: (order) => <Badge status={order.status} /> },
                  { title: "Total", kind: "number", cell: (order) => formatMoney(order.total_cents) },
                ]}
              />
            </Card>
            <Card title="What they look for">
              <NeedsTable rows={client.needs} />
            </Card>
          </div>
          <Card title="Activity">
            <Table
              label="Activity"
              list="activity"
              empty="Nothing has been written down yet."
              rows={client.activity}
              rowKey={(entry) => entry.id}
              columns={[
                { title: "Day", kind: "day", cell: (entry) => entry.happened_on },
                { title: "Kind", cell: (entry) => <Badge status={entry.kind} /> },
                { title: "What", cell: (entry) => entry.summary },
              ]}
            />
          </Card>
        </>
      )}
    </Page>
  );
}
