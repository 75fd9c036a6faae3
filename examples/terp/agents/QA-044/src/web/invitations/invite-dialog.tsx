import { type FormEvent, useId, useRef } from "react";
import { Field } from "../parts/field.tsx";
import { Message } from "../parts/message.tsx";
import { Boxes } from "./boxes.tsx";
import { chosenInvitees } from "./chosen-invitees.ts";
import { useBulkSend, useInvitees } from "./queries.ts";

/** The button that opens it, and the dialog in which one chooses whom to invite; everybody is invited at once. */
export function InviteDialog({ eventId }: { readonly eventId: number }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { data: invitees, error } = useInvitees();
  const send = useBulkSend();
  const emails = useId();
  const close = () => dialog.current?.close();
  const submit = (submitted: FormEvent<HTMLFormElement>) => {
    submitted.preventDefault();
    const form = submitted.currentTarget;
    const data = new FormData(form);
    const expiresAt = String(data.get("expiresAt") ?? "");
    send.mutate(
      { eventId, invitees: [...chosenInvitees(data)], ...(expiresAt !== "" && { expiresAt }) },
      {
        onSuccess: () => {
          form.reset();
          close();
        },
      },
    );
  };
  const named = (list: readonly { readonly id: number; readonly name: string }[] = []) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  const refused = send.data?.refused.length ?? 0;
  return (
    <>
      <button type="button" className="button primary" data-open-dialog="invite" onClick={() => dialog.current?.showModal()}>
        Invite
      </button>
      {refused === 0 ? null : <p role="status">{refused} of them could not be invited: they are invited already.</p>}
      <dialog ref={dialog} className="dialog" data-dialog="invite" aria-label="Invite">
        <form className="form" data-form="invite" onSubmit={submit}>
          <h2>Invite</h2>
          <Boxes legend="Colleagues" name="user" choices={named(invitees?.users)} />
          <Boxes legend="Clients" name="client" choices={named(invitees?.clients)} />
          <div className="field">
            <label htmlFor={emails}>E-mail addresses of others, one on a line</label>
            <textarea id={emails} name="emails" rows={3} />
          </div>
          <Field label="Answer until (UTC)" name="expiresAt" type="datetime-local" />
          <Message error={error ?? send.error} />
          <div className="choices">
            <button type="submit" className="button primary" disabled={send.isPending}>
              Send
            </button>
            <button type="button" className="button quiet" data-close="" onClick={close}>
              Close
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}
