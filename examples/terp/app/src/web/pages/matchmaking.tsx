import { Link } from "react-router";
import { formatMoney } from "../../finance/money.ts";
import { ADD_LINKS } from "../../matchmaking/add-links.ts";
import { api, read } from "../api.ts";
import { Card } from "../parts/card.tsx";
import { useMatches, useNeeds, useSave, useSupply } from "../parts/lists.ts";
import { NeedsTable, SupplyTable } from "../parts/match-tables.tsx";
import { Message } from "../parts/message.tsx";
import { Page } from "../parts/page.tsx";
import { Table } from "../parts/table.tsx";

/** Of each list; the others are on the pages of clients and of vendor supply. */
const SHOWN_MAX = 20;

/** What clients look for beside what vendors offer, newest first, and the pairs that fit. */
export function MatchmakingPage() {
  const needs = useNeeds();
  const supply = useSupply();
  const matches = useMatches();
  const accept = useSave((json: { needId: number; supplyId: number }) => read(api.matches.$post({ json })), "matches");
  return (
    <Page name="matchmaking" title="Matchmaking" waitsFor={[needs, supply, matches]}>
      <div className="columns">
        <Card
          title="Needs"
          actions={
            <Link className="button" data-add="need" to={ADD_LINKS.need}>
              Add Need
            </Link>
          }
        >
          <NeedsTable rows={needs.data?.rows.slice(0, SHOWN_MAX) ?? []} />
        </Card>
        <Card
          title="Supply"
          actions={
            <Link className="button" data-add="supply" to={ADD_LINKS.supply}>
              Add Supply
            </Link>
          }
        >
          <SupplyTable rows={supply.data?.rows.slice(0, SHOWN_MAX) ?? []} />
        </Card>
      </div>
      <Card title="Matches">
        <Message error={accept.error} />
        <Table
          label="Matches"
          list="matches"
          empty="No need and no offer fit together yet."
          rows={matches.data?.rows ?? []}
          rowKey={(match) => `${match.needId}-${match.supplyId}`}
          columns={[
            { title: "Score", kind: "number", cell: (match) => match.score },
            { title: "Client", cell: (match) => match.client },
            { title: "Vendor", cell: (match) => match.vendor },
            { title: "Product", cell: (match) => match.product },
            { title: "Pounds", kind: "number", cell: (match) => match.quantity },
            { title: "Price", kind: "number", cell: (match) => formatMoney(match.priceCents) },
            {
              title: "Accept",
              cell: ({ needId, supplyId, accepted }) =>
                accepted ? (
                  "Accepted"
                ) : (
                  <button
                    type="button"
                    className="button small"
                    disabled={accept.isPending}
                    data-accept={`${needId}-${supplyId}`}
                    onClick={() => accept.mutate({ needId, supplyId })}
                  >
                    Accept
                  </button>
                ),
            },
          ]}
        />
      </Card>
    </Page>
  );
}
