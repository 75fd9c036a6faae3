import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatMoney } from "../../finance/money.ts";
import { api, read } from "../api.ts";
import { Badge } from "../parts/badge.tsx";
import { Facts } from "../parts/facts.tsx";
import { Page } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { Table } from "../parts/table.tsx";

/** The entries of one account in one month, and their sums. */
export function LedgerPage() {
  const [asked, setAsked] = useState<{ account?: string; month?: string; page: number }>({ page: 1 });
  const ledger = useQuery({
    queryKey: ["ledger", asked],
    queryFn: () => read(api.ledger.$get({ query: { ...asked, page: String(asked.page) } })),
    placeholderData: keepPreviousData,
  });
  const shown = ledger.data;
  return (
    <Page name="ledger" title="Ledger" waitsFor={[ledger]}>
      {shown === undefined ? null : (
        <>
          <div className="filters">
            <label className="filter">
              Account
              <select
                name="account"
                value={shown.account}
                onChange={(change) => setAsked({ ...asked, account: change.target.value, page: 1 })}
              >
                {shown.accounts.map((account) => (
                  <option key={account.id} value={account.id}>
                    {account.code} {account.name}
                  </option>
                ))}
              </select>
            </label>
            <label className="filter">
              Month
              <select
                name="month"
                value={shown.month ?? ""}
                onChange={(change) => setAsked({ ...asked, month: change.target.value, page: 1 })}
              >
                {shown.months.map((month) => (
                  <option key={month}>{month}</option>
                ))}
              </select>
            </label>
          </div>
          <Facts
            facts={[
              ["Debits", formatMoney(shown.debit_cents)],
              ["Credits", formatMoney(shown.credit_cents)],
              ["Debits less credits", formatMoney(shown.debit_cents - shown.credit_cents)],
            ]}
          />
          <Table
            label="Entries"
            list="entries"
            empty="Nothing was booked here."
            rows={shown.rows}
            rowKey={(entry) => entry.id}
            columns={[
              { title: "Day", kind: "day", cell: (entry) => entry.entry_on },
              { title: "Fact", cell: (entry) => <Badge status={entry.kind} /> },
              { title: "Document", cell: (entry) => entry.source },
              { title: "Debit", kind: "number", cell: (entry) => (entry.debit_cents === 0 ? "" : formatMoney(entry.debit_cents)) },
              { title: "Credit", kind: "number", cell: (entry) => (entry.credit_cents === 0 ? "" : formatMoney(entry.credit_cents)) },
            ]}
          />
          <Pager {...shown} onPage={(page) => setAsked({ ...asked, page })} />
        </>
      )}
    </Page>
  );
}
