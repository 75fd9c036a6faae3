import { Link } from "react-router";
import { pathTo, ROUTES } from "../../routes.ts";
import { useOpenInvitations } from "./queries.ts";

/** The way to an event's invitations: a badge with their number while some are open. */
export function InvitationsLink({ eventId }: { readonly eventId: number }) {
  const { data: open = [] } = useOpenInvitations();
  const pending = open.find((one) => one.eventId === eventId)?.pending ?? 0;
  const to = pathTo(ROUTES.eventInvitations, eventId);
  if (pending === 0) return <Link to={to}>Invite</Link>;
  return (
    <Link to={to} className="badge waiting" data-pending-invitations={pending}>
      {pending} open
    </Link>
  );
}
