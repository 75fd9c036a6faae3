import { Link } from "react-router";
import { formatMoney } from "../../finance/money.ts";
import { pathTo, ROUTES } from "../../routes.ts";
import { Table } from "./table.tsx";

interface Need {
  readonly id: number;
  readonly client_id: number;
  readonly client: string;
  readonly product: string;
  readonly quantity: number;
  readonly price_cents_max: number;
  readonly needed_by: string;
}

/** What clients look for. */
export function NeedsTable({ rows }: { readonly rows: readonly Need[] }) {
  return (
    <Table
      label="Needs"
      list="needs"
      empty="Nobody looks for anything."
      rows={rows}
      rowKey={(need) => need.id}
      columns={[
        { title: "Client", cell: (need) => <Link to={pathTo(ROUTES.client, need.client_id)}>{need.client}</Link> },
        { title: "Product", cell: (need) => need.product },
        { title: "Pounds", kind: "number", cell: (need) => need.quantity },
        { title: "Up to", kind: "number", cell: (need) => formatMoney(need.price_cents_max) },
        { title: "By", kind: "day", cell: (need) => need.needed_by },
      ]}
    />
  );
}

interface Offer {
  readonly id: number;
  readonly vendor: string;
  readonly product: string;
  readonly quantity: number;
  readonly price_cents: number;
  readonly available_on: string;
}

/** What vendors offer. */
export function SupplyTable({ rows }: { readonly rows: readonly Offer[] }) {
  return (
    <Table
      label="Supply"
      list="supply"
      empty="Nobody offers anything."
      rows={rows}
      rowKey={(offer) => offer.id}
      columns={[
        { title: "Vendor", cell: (offer) => offer.vendor },
        { title: "Product", cell: (offer) => offer.product },
        { title: "Pounds", kind: "number", cell: (offer) => offer.quantity },
        { title: "Price", kind: "number", cell: (offer) => formatMoney(offer.price_cents) },
        { title: "From", kind: "day", cell: (offer) => offer.available_on },
      ]}
    />
  );
}
