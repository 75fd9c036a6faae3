import type { FormEvent } from "react";
import { api, read } from "../api.ts";
import { Card } from "./card.tsx";
import { ChoiceField } from "./choice-field.tsx";
import { Field } from "./field.tsx";
import { formValues } from "./form-values.ts";
import { useSave } from "./lists.ts";
import { Message } from "./message.tsx";

interface Need {
  readonly clientId: number;
  readonly productId: number;
  readonly quantity: number;
  readonly priceCentsMax: number;
  readonly neededBy: string;
}

/** Records what a client looks for. */
export function NeedForm({ onSaved }: { readonly onSaved: () => void }) {
  const save = useSave((json: Need) => read(api.needs.$post({ json })), "needs", "matches", "figures");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { number, cents, text } = formValues(form);
    const need = {
      clientId: number("client"),
      productId: number("product"),
      quantity: number("quantity"),
      priceCentsMax: cents("price"),
      neededBy: text("neededBy"),
    };
    save.mutate(need, {
      onSuccess: () => {
        form.reset();
        onSaved();
      },
    });
  };
  return (
    <Card title="Add a need">
      <form className="form" data-form="need" onSubmit={submit}>
        <ChoiceField label="Client" kind="client" />
        <ChoiceField label="Product" kind="product" />
        <Field label="Pounds" name="quantity" type="number" min={1} required />
        <Field label="Price per pound, at most ($)" name="price" inputMode="decimal" placeholder="1,200.00" required />
        <Field label="Needed by" name="neededBy" type="date" required />
        <Message error={save.error} />
        {save.isSuccess ? <p role="status">The need is saved.</p> : null}
        <button type="submit" className="button primary" disabled={save.isPending}>
          Save need
        </button>
      </form>
    </Card>
  );
}
