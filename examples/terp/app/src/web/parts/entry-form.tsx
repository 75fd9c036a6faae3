import type { FormEvent, ReactNode } from "react";
import { Card } from "./card.tsx";
import { formValues } from "./form-values.ts";
import { useSave } from "./lists.ts";
import { Message } from "./message.tsx";

interface EntryFormProps<Entry> {
  /** What the form makes: its `data-form`, and the word on its button. */
  readonly name: string;
  readonly title: string;
  /** Said once it is saved. */
  readonly saved: string;
  readonly entryOf: (values: ReturnType<typeof formValues>) => Entry;
  readonly send: (entry: Entry) => Promise<unknown>;
  /** In which it appears. */
  readonly lists: readonly string[];
  readonly onSaved: () => void;
  /** The fields. */
  readonly children: ReactNode;
}

/** A form that records one entry, and is empty again when that is saved. */
export function EntryForm<Entry>({ name, title, saved, entryOf, send, lists, onSaved, children }: EntryFormProps<Entry>) {
  const save = useSave(send, ...lists);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    save.mutate(entryOf(formValues(form)), {
      onSuccess: () => {
        form.reset();
        onSaved();
      },
    });
  };
  return (
    <Card title={title}>
      <form className="form" data-form={name} onSubmit={submit}>
        {children}
        <Message error={save.error} />
        {save.isSuccess ? <p role="status">{saved}</p> : null}
        <button type="submit" className="button primary" disabled={save.isPending}>
          Save {name}
        </button>
      </form>
    </Card>
  );
}
