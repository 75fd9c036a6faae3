import type { FormEvent } from "react";
import { EVENT_TYPES, MODULES } from "../../invitations/choices.ts";
import { Message } from "../parts/message.tsx";
import { Page } from "../parts/page.tsx";
import { readable } from "../parts/status.ts";
import "./invitations.css";
import { Boxes } from "./boxes.tsx";
import { useInvitationSettings, useInvitees, useSaveSettings } from "./queries.ts";

/** What the signed-in user accepts without being asked. */
export function InvitationSettingsPage() {
  const settings = useInvitationSettings();
  const invitees = useInvitees();
  const save = useSaveSettings();
  const submit = (submitted: FormEvent<HTMLFormElement>) => {
    submitted.preventDefault();
    const form = new FormData(submitted.currentTarget);
    const texts = (name: string) => form.getAll(name).map(String);
    save.mutate({
      autoAcceptAll: form.has("autoAcceptAll"),
      organizers: texts("organizers").map(Number),
      eventTypes: texts("eventTypes"),
      modules: texts("modules"),
    });
  };
  // What is ticked stays a choice, also where the program no longer offers it.
  const words = (offered: readonly string[], ticked: readonly string[]) =>
    [...new Set([...offered, ...ticked])].map((value) => ({ value, label: readable(value) }));
  return (
    <Page name="invitation-settings" title="Invitation settings" waitsFor={[settings, invitees]}>
      {settings.data === undefined ? null : (
        <form className="card form" data-form="invitation-settings" onSubmit={submit}>
          <p>Invitations that fit are accepted in your name as soon as they are sent. One reason is enough.</p>
          <label>
            <input type="checkbox" name="autoAcceptAll" defaultChecked={settings.data.autoAcceptAll} /> Accept every invitation
          </label>
          <Boxes
            legend="From these organizers"
            name="organizers"
            choices={invitees.data?.users.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            ticked={settings.data.organizers}
          />
          <Boxes
            legend="To these types of events"
            name="eventTypes"
            choices={words(EVENT_TYPES, settings.data.eventTypes)}
            ticked={settings.data.eventTypes}
          />
          <Boxes
            legend="Sent by these parts of the program"
            name="modules"
            choices={words(MODULES, settings.data.modules)}
            ticked={settings.data.modules}
          />
          <Message error={save.error} />
          {save.isSuccess ? <p role="status">The settings are saved.</p> : null}
          <button type="submit" className="button primary">
            Save
          </button>
        </form>
      )}
    </Page>
  );
}
