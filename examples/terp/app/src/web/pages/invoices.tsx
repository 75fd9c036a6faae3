import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { formatMoney } from "../../finance/money.ts";
import { INVOICE_STATUSES, type InvoiceStatus } from "../../finance/statuses.ts";
import { pathTo, ROUTES } from "../../routes.ts";
import { api, read } from "../api.ts";
import { Badge } from "../parts/badge.tsx";
import { Page } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { StatusFilter } from "../parts/status-filter.tsx";
import { Table } from "../parts/table.tsx";

/** What clients were billed, and what they have paid of it. */
export function InvoicesPage() {
  const [asked, setAsked] = useState<{ page: number; status?: InvoiceStatus | undefined }>({ page: 1 });
  const invoices = useQuery({
    queryKey: ["invoices", asked],
    queryFn: () => read(api.invoices.$get({ query: { page: String(asked.page), ...(asked.status && { status: asked.status }) } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      name="invoices"
      title="Invoices"
      waitsFor={[invoices]}
      actions={<StatusFilter statuses={INVOICE_STATUSES} chosen={asked.status} onChoose={(status) => setAsked({ page: 1, status })} />}
    >
      <Table
        label="Invoices"
        list="invoices"
        empty="There are no such invoices."
        rows={invoices.data?.rows ?? []}
        rowKey={(invoice) => invoice.id}
        columns={[
          { title: "Invoice", cell: (invoice) => `#${invoice.id}` },
          { title: "Order", cell: (invoice) => <Link to={pathTo(ROUTES.order, invoice.order_id)}>#{invoice.order_id}</Link> },
          { title: "Client", cell: (invoice) => invoice.client },
          { title: "Issued", kind: "day", cell: (invoice) => invoice.issued_on },
          { title: "Due", kind: "day", cell: (invoice) => invoice.due_on },
          { title: "Status", cell: (invoice) => <Badge status={invoice.status} /> },
          { title: "Total", kind: "number", cell: (invoice) => formatMoney(invoice.total_cents) },
          { title: "Paid", kind: "number", cell: (invoice) => formatMoney(invoice.paid_cents) },
        ]}
      />
      {invoices.data === undefined ? null : <Pager {...invoices.data} onPage={(page) => setAsked({ ...asked, page })} />}
    </Page>
  );
}
