import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatMoney } from "../../finance/money.ts";
import { api, read } from "../api.ts";
import { Badge } from "../parts/badge.tsx";
import { Page } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { Table } from "../parts/table.tsx";

/** Batches with what is left of them. */
export function InventoryPage() {
  const [page, setPage] = useState(1);
  const batches = useQuery({
    queryKey: ["inventory", page],
    queryFn: () => read(api.inventory.$get({ query: { page: String(page) } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page name="inventory" title="Inventory" waitsFor={[batches]}>
      <Table
        label="Batches"
        list="batches"
        empty="Nothing has been received yet."
        rows={batches.data?.rows ?? []}
        rowKey={(batch) => batch.id}
        columns={[
          { title: "Batch", kind: "day", cell: (batch) => batch.code },
          { title: "Product", cell: (batch) => batch.product },
          { title: "Location", cell: (batch) => batch.location },
          { title: "Status", cell: (batch) => <Badge status={batch.status} /> },
          { title: "Received", kind: "number", cell: (batch) => batch.quantity.toLocaleString("en-US") },
          { title: "On hand", kind: "number", cell: (batch) => batch.on_hand.toLocaleString("en-US") },
          { title: "Reserved", kind: "number", cell: (batch) => batch.reserved.toLocaleString("en-US") },
          { title: "Cost per pound", kind: "number", cell: (batch) => formatMoney(batch.cost_cents) },
        ]}
      />
      {batches.data === undefined ? null : <Pager {...batches.data} onPage={setPage} />}
    </Page>
  );
}
