import { api, read } from "../api.ts";
import { ChoiceField } from "./choice-field.tsx";
import { EntryForm } from "./entry-form.tsx";
import { Field } from "./field.tsx";

/** Records what a vendor offers. */
export function SupplyForm({ onSaved }: { readonly onSaved: () => void }) {
  return (
    <EntryForm
      name="supply"
      title="Add supply"
      saved="The offer is saved."
      entryOf={({ number, cents, text }) => ({
        vendorId: number("vendor"),
        productId: number("product"),
        quantity: number("quantity"),
        priceCents: cents("price"),
        availableOn: text("availableOn"),
      })}
      send={(json) => read(api.supply.$post({ json }))}
      lists={["supply", "matches"]}
      onSaved={onSaved}
    >
      <ChoiceField label="Vendor" kind="vendor" />
      <ChoiceField label="Product" kind="product" />
      <Field label="Pounds" name="quantity" type="number" min={1} required />
      <Field label="Price per pound ($)" name="price" inputMode="decimal" placeholder="950.00" required />
      <Field label="Available from" name="availableOn" type="date" required />
    </EntryForm>
  );
}
