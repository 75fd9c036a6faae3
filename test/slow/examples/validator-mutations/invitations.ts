import type { Mutations } from "./mutation.ts";

/** Of the tables that QA-044 brings. */
export const INVITATION_MUTATIONS: Mutations = {
  "invitation-has-history": {
    sql: "update calendar_event_invitations set status = 'CANCELLED' where id = (select min(id) from calendar_event_invitations where status = 'ACCEPTED')",
  },
  "invitation-moves-legally": {
    sql: "delete from calendar_invitation_history where id = (select min(id) from calendar_invitation_history where status = 'DRAFT')",
  },
  "invitation-history-in-time": {
    sql: "update calendar_invitation_history set changed_at = '2025-10-27T23:59' where id = (select min(id) from calendar_invitation_history where status = 'DRAFT')",
  },
  "invitation-accepted-takes-part": {
    sql: `update calendar_event_participants set user_id = null, email = 'nobody@terp.example' where id = (
            select min(p.id) from calendar_event_participants p join calendar_event_invitations i on i.event_id = p.event_id and i.user_id = p.user_id
            where i.status = 'ACCEPTED' and p.role <> 'ORGANIZER')`,
  },
};
