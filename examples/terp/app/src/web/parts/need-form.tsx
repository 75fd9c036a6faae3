import { api, read } from "../api.ts";
import { ChoiceField } from "./choice-field.tsx";
import { EntryForm } from "./entry-form.tsx";
import { Field } from "./field.tsx";

/** Records what a client looks for. */
export function NeedForm({ onSaved }: { readonly onSaved: () => void }) {
  return (
    <EntryForm
      name="need"
      title="Add a need"
      saved="The need is saved."
      entryOf={({ number, cents, text }) => ({
        clientId: number("client"),
        productId: number("product"),
        quantity: number("quantity"),
        priceCentsMax: cents("price"),
        neededBy: text("neededBy"),
      })}
      send={(json) => read(api.needs.$post({ json }))}
      lists={["needs", "matches", "figures"]}
      onSaved={onSaved}
    >
      <ChoiceField label="Client" kind="client" />
      <ChoiceField label="Product" kind="product" />
      <Field label="Pounds" name="quantity" type="number" min={1} required />
      <Field label="Price per pound, at most ($)" name="price" inputMode="decimal" placeholder="1,200.00" required />
      <Field label="Needed by" name="neededBy" type="date" required />
    </EntryForm>
  );
}
