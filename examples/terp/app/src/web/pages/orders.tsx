import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { formatMoney } from "../../finance/money.ts";
import { ORDER_STATUSES, type OrderStatus } from "../../finance/statuses.ts";
import { pathTo, ROUTES } from "../../routes.ts";
import { api, read } from "../api.ts";
import { Badge } from "../parts/badge.tsx";
import { Page } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { StatusFilter } from "../parts/status-filter.tsx";
import { Table } from "../parts/table.tsx";

/** What clients ordered, newest first. */
export function OrdersPage() {
  const [asked, setAsked] = useState<{ page: number; status?: OrderStatus | undefined }>({ page: 1 });
  const orders = useQuery({
    queryKey: ["orders", asked],
    queryFn: () => read(api.orders.$get({ query: { page: String(asked.page), ...(asked.status && { status: asked.status }) } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      name="orders"
      title="Orders"
      waitsFor={[orders]}
      actions={<StatusFilter statuses={ORDER_STATUSES} chosen={asked.status} onChoose={(status) => setAsked({ page: 1, status })} />}
    >
      <Table
        label="Orders"
        list="orders"
        empty="There are no such orders."
        rows={orders.data?.rows ?? []}
        rowKey={(order) => order.id}
        columns={[
          { title: "Order", cell: (order) => <Link to={pathTo(ROUTES.order, order.id)}>#{order.id}</Link> },
          { title: "Client", cell: (order) => <Link to={pathTo(ROUTES.client, order.client_id)}>{order.client}</Link> },
          { title: "Day", kind: "day", cell: (order) => order.ordered_on },
          { title: "Status", cell: (order) => <Badge status={order.status} /> },
          { title: "Total", kind: "number", cell: (order) => formatMoney(order.total_cents) },
        ]}
      />
      {orders.data === undefined ? null : <Pager {...orders.data} onPage={(page) => setAsked({ ...asked, page })} />}
    </Page>
  );
}
