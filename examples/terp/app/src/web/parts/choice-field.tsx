import { useId, useState } from "react";
import { type ChoiceKind, useChoices } from "./choices.ts";

/** One of many things: a text that narrows the choice, and the choice, named as its kind. */
export function ChoiceField({ label, kind }: { readonly label: string; readonly kind: ChoiceKind }) {
  const [search, setSearch] = useState("");
  const select = useId();
  const choices = useChoices(kind, search);
  return (
    <div className="field">
      <label htmlFor={select}>{label}</label>
      <input
        type="search"
        aria-label={`Find a ${kind}`}
        placeholder="Type to narrow the list"
        value={search}
        onChange={(change) => setSearch(change.target.value)}
      />
      <select id={select} name={kind} required>
        {choices.data?.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </select>
    </div>
  );
}
