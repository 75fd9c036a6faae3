import { useState } from "react";
import { MOVES } from "../../invitations/invitation.ts";
import { Badge } from "../parts/badge.tsx";
import { Message } from "../parts/message.tsx";
import { moment } from "../parts/moment.ts";
import { OverrideForm } from "./override-form.tsx";
import { type Action, type Invitation, useInvitationAction, useInvitationHistory } from "./queries.ts";

interface InvitationEntryProps {
  readonly one: Invitation;
  readonly mayInvite: boolean;
  readonly mayOverride: boolean;
}

/** One invitation of an event: who, how it stands, what may be done with it, and what happened to it. */
export function InvitationEntry({ one, mayInvite, mayOverride }: InvitationEntryProps) {
  const action = useInvitationAction();
  const act = (what: Action) => action.mutate({ id: one.id, action: what });
  const buttons = [
    ["send", "Send", MOVES[one.status].includes("PENDING")],
    ["cancel", "Cancel", MOVES[one.status].includes("CANCELLED")],
  ] as const;
  return (
    <li data-invitation={one.id} data-status={one.status}>
      <span>
        {one.invitee} <Badge status={one.status} />
        {one.expires_at !== null && MOVES[one.status].length > 0 ? <span className="muted"> until {moment(one.expires_at)}</span> : null}
      </span>
      <span className="choices">
        {buttons.map(([kind, word, isPossible]) =>
          mayInvite && isPossible ? (
            <button key={kind} type="button" className="button small" data-action={kind} onClick={() => act({ kind })}>
              {word}
              <span className="visually-hidden"> the invitation of {one.invitee}</span>
            </button>
          ) : null,
        )}
      </span>
      <Message error={action.error} />
      {mayOverride ? <OverrideForm status={one.status} onOverride={(status, reason) => act({ kind: "override", status, reason })} /> : null}
      <History id={one.id} />
    </li>
  );
}

/** Read when somebody opens it. */
function History({ id }: { readonly id: number }) {
  const [isOpen, setIsOpen] = useState(false);
  const { data: entries = [], error } = useInvitationHistory(id, { isWanted: isOpen });
  return (
    <details onToggle={(toggled) => setIsOpen(toggled.currentTarget.open)}>
      <summary>History</summary>
      <Message error={error} />
      <ol>
        {entries.map((entry) => (
          <li key={`${entry.changed_at} ${entry.status}`}>
            {moment(entry.changed_at)} <Badge status={entry.status} /> {entry.name ?? "nobody"}: {entry.reason}
            {entry.overridden ? " (override)" : null}
          </li>
        ))}
      </ol>
    </details>
  );
}
