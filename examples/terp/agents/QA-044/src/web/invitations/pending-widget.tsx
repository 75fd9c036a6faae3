import { Link } from "react-router";
import { pathTo, ROUTES } from "../../routes.ts";
import { Card } from "../parts/card.tsx";
import { Message } from "../parts/message.tsx";
import { moment } from "../parts/moment.ts";
import "./invitations.css";
import { useInvitationAction, usePendingInvitations } from "./queries.ts";

const ANSWERS = [
  ["ACCEPTED", "Accept"],
  ["DECLINED", "Decline"],
] as const;

/** What the signed-in user still has to answer, with the answers. */
export function PendingInvitations() {
  const { data: pending = [], error } = usePendingInvitations();
  const action = useInvitationAction();
  return (
    <div data-invitations-widget="">
      <Card title="Your invitations" actions={<Link to={ROUTES.invitationSettings}>Settings</Link>}>
        <Message error={error ?? action.error} />
        {pending.length === 0 ? <p className="empty">Nothing to answer.</p> : null}
        <ul className="entries">
          {pending.map(({ id, event_id, title, starts_at, expires_at }) => (
            <li key={id} data-invitation={id}>
              <span>
                <Link to={pathTo(ROUTES.event, event_id)}>{title}</Link> {moment(starts_at)}
                {expires_at === null ? null : <span className="muted"> answer until {moment(expires_at)}</span>}
              </span>
              <span className="choices">
                {ANSWERS.map(([response, word]) => (
                  <button
                    key={response}
                    type="button"
                    className="button small"
                    data-respond={response}
                    disabled={action.isPending}
                    onClick={() => action.mutate({ id, action: { kind: "respond", response } })}
                  >
                    {word}
                    <span className="visually-hidden"> {title}</span>
                  </button>
                ))}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
