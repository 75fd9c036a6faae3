import type { FormEvent } from "react";
import { api, read } from "../api.ts";
import { Card } from "./card.tsx";
import { ChoiceField } from "./choice-field.tsx";
import { Field } from "./field.tsx";
import { formValues } from "./form-values.ts";
import { useSave } from "./lists.ts";
import { Message } from "./message.tsx";

interface Offer {
  readonly vendorId: number;
  readonly productId: number;
  readonly quantity: number;
  readonly priceCents: number;
  readonly availableOn: string;
}

/** Records what a vendor offers. */
export function SupplyForm({ onSaved }: { readonly onSaved: () => void }) {
  const save = useSave((json: Offer) => read(api.supply.$post({ json })), "supply", "matches");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { number, cents, text } = formValues(form);
    const offer = {
      vendorId: number("vendor"),
      productId: number("product"),
      quantity: number("quantity"),
      priceCents: cents("price"),
      availableOn: text("availableOn"),
    };
    save.mutate(offer, {
      onSuccess: () => {
        form.reset();
        onSaved();
      },
    });
  };
  return (
    <Card title="Add supply">
      <form className="form" data-form="supply" onSubmit={submit}>
        <ChoiceField label="Vendor" kind="vendor" />
        <ChoiceField label="Product" kind="product" />
        <Field label="Pounds" name="quantity" type="number" min={1} required />
        <Field label="Price per pound ($)" name="price" inputMode="decimal" placeholder="950.00" required />
        <Field label="Available from" name="availableOn" type="date" required />
        <Message error={save.error} />
        {save.isSuccess ? <p role="status">The offer is saved.</p> : null}
        <button type="submit" className="button primary" disabled={save.isPending}>
          Save supply
        </button>
      </form>
    </Card>
  );
}
