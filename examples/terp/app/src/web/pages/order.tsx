import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { formatMoney } from "../../finance/money.ts";
import { pathTo, ROUTES } from "../../routes.ts";
import { api, read } from "../api.ts";
import { Badge } from "../parts/badge.tsx";
import { Card } from "../parts/card.tsx";
import { Facts } from "../parts/facts.tsx";
import { moment } from "../parts/moment.ts";
import { Page } from "../parts/page.tsx";
import { Table } from "../parts/table.tsx";
import { useIdParameter } from "../parts/use-id-parameter.ts";

/** One order: its lines, its way, and its invoice. */
export function OrderPage() {
  const id = useIdParameter();
  const query = useQuery({ queryKey: ["orders", id], queryFn: () => read(api.orders[":id"].$get({ param: { id } })) });
  const order = query.data;
  return (
    <Page name="order" title={`Order #${id}`} waitsFor={[query]}>
      {order === undefined ? null : (
        <>
          <Card title="About">
            <Facts
              facts={[
                ["Client", <Client key="client" order={order} />],
                ["Day", order.ordered_on],
                ["Status", <Badge key="status" status={order.status} />],
                ["Terms", <Badge key="terms" status={order.terms} />],
                ["Taken by", order.taken_by ?? "nobody named"],
                ["Total", formatMoney(order.total_cents)],
                ["Invoice", order.invoice === null ? "none yet" : <Invoice key="invoice" invoice={order.invoice} />],
              ]}
            />
          </Card>
          <Card title="Lines">
            <Table
              label="Lines"
              list="lines"
              empty="This order has no lines."
              rows={order.lines}
              rowKey={(line) => line.id}
              columns={[
                { title: "Product", cell: (line) => line.product },
                { title: "Pounds", kind: "number", cell: (line) => line.quantity },
                { title: "Price", kind: "number", cell: (line) => formatMoney(line.price_cents) },
                { title: "Amount", kind: "number", cell: (line) => formatMoney(line.quantity * line.price_cents) },
              ]}
            />
          </Card>
          <Card title="History">
            <Table
              label="History"
              empty="Nothing has been written down yet."
              rows={order.history}
              rowKey={(step) => step.id}
              columns={[
                { title: "When", kind: "day", cell: (step) => moment(step.changed_at) },
                { title: "Status", cell: (step) => <Badge status={step.status} /> },
              ]}
            />
          </Card>
        </>
      )}
    </Page>
  );
}

function Client({ order }: { readonly order: { readonly client_id: number; readonly client: string } }) {
  return <Link to={pathTo(ROUTES.client, order.client_id)}>{order.client}</Link>;
}

interface InvoiceProps {
  readonly invoice: {
    readonly id: number;
    readonly status: string;
    readonly due_on: string;
    readonly total_cents: number;
    readonly paid_cents: number;
  };
}

function Invoice({ invoice }: InvoiceProps) {
  return (
    <>
      #{invoice.id} <Badge status={invoice.status} /> due {invoice.due_on}, {formatMoney(invoice.paid_cents)} of{" "}
      {formatMoney(invoice.total_cents)} paid
    </>
  );
}
