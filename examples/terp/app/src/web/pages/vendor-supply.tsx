import { useState } from "react";
import { Card } from "../parts/card.tsx";
import { useChoices } from "../parts/choices.ts";
import { useSupply } from "../parts/lists.ts";
import { SupplyTable } from "../parts/match-tables.tsx";
import { Page } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { SupplyForm } from "../parts/supply-form.tsx";

/** What vendors offer, and the form that records an offer. */
export function VendorSupplyPage() {
  const [page, setPage] = useState(1);
  const supply = useSupply(page);
  return (
    <Page name="vendor-supply" title="Vendor supply" waitsFor={[supply, useChoices("vendor"), useChoices("product")]}>
      <div className="columns">
        <SupplyForm onSaved={() => setPage(1)} />
        <Card title="What vendors offer">
          <SupplyTable rows={supply.data?.rows ?? []} />
          {supply.data === undefined ? null : <Pager {...supply.data} onPage={setPage} />}
        </Card>
      </div>
    </Page>
  );
}
