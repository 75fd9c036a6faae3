import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { pathTo, ROUTES } from "../../routes.ts";
import { api, read } from "../api.ts";
import { Badge } from "../parts/badge.tsx";
import { Card } from "../parts/card.tsx";
import { useChoices } from "../parts/choices.ts";
import { useNeeds } from "../parts/lists.ts";
import { NeedsTable } from "../parts/match-tables.tsx";
import { NeedForm } from "../parts/need-form.tsx";
import { Page } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { Search } from "../parts/search.tsx";
import { Table } from "../parts/table.tsx";

/** Who buys, what they look for, and the form that records a need. */
export function ClientsPage() {
  const [asked, setAsked] = useState({ search: "", page: 1 });
  const [needsPage, setNeedsPage] = useState(1);
  const clients = useQuery({
    queryKey: ["clients", asked],
    queryFn: () => read(api.clients.$get({ query: { search: asked.search, page: String(asked.page) } })),
    placeholderData: keepPreviousData,
  });
  const needs = useNeeds(needsPage);
  return (
    <Page name="clients" title="Clients" waitsFor={[clients, needs, useChoices("client"), useChoices("product")]}>
      <Search label="Find a client" onSearch={(search) => setAsked({ search, page: 1 })} />
      <Table
        label="Clients"
        list="clients"
        empty="There is no such client."
        rows={clients.data?.rows ?? []}
        rowKey={(client) => client.id}
        columns={[
          { title: "Client", cell: (client) => <Link to={pathTo(ROUTES.client, client.id)}>{client.name}</Link> },
          { title: "Tier", cell: (client) => <Badge status={client.tier} /> },
          { title: "Terms", cell: (client) => <Badge status={client.terms} /> },
        ]}
      />
      {clients.data === undefined ? null : <Pager {...clients.data} onPage={(page) => setAsked({ ...asked, page })} />}
      <div className="columns">
        <NeedForm onSaved={() => setNeedsPage(1)} />
        <Card title="What clients look for">
          <NeedsTable rows={needs.data?.rows ?? []} />
          {needs.data === undefined ? null : <Pager {...needs.data} onPage={setNeedsPage} />}
        </Card>
      </div>
    </Page>
  );
}
