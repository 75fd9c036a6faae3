import { Link } from "react-router";
import { isAdministrator, mayInvite } from "../../invitations/permissions.ts";
import { pathTo, ROUTES } from "../../routes.ts";
import { Page } from "../parts/page.tsx";
import { useIdParameter } from "../parts/use-id-parameter.ts";
import { useSession } from "../shell/session.ts";
import "./invitations.css";
import { InvitationEntry } from "./invitation-entry.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { useEvent, useInvitationsOf } from "./queries.ts";

/** Who is invited to an event and how they answered. */
export function InvitationsPage() {
  const id = useIdParameter();
  const user = useSession().data?.user;
  const event = useEvent(id);
  const invitations = useInvitationsOf(id);
  const inviting = user != null && event.data !== undefined && mayInvite(user, event.data);
  const overriding = user != null && isAdministrator(user);
  return (
    <Page
      name="event-invitations"
      title={event.data === undefined ? "Invitations" : `Invitations to ${event.data.title}`}
      waitsFor={[event, invitations]}
      actions={inviting ? <InviteDialog eventId={Number(id)} /> : null}
    >
      <p>
        <Link to={pathTo(ROUTES.event, Number(id))}>Back to the event</Link>
      </p>
      {invitations.data?.length === 0 ? <p className="empty">Nobody is invited yet.</p> : null}
      <ul className="entries" data-list="invitations">
        {invitations.data?.map((one) => (
          <InvitationEntry key={one.id} one={one} mayInvite={inviting} mayOverride={overriding} />
        ))}
      </ul>
    </Page>
  );
}
