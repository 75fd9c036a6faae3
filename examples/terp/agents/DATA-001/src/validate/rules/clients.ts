import type { Rule } from "../rule.ts";

/** A row of one table that makes a line in the client's story. */
interface Told {
  readonly id: string;
  readonly what: string;
  /** What follows `from`; `x` is the row that is told. */
  readonly of: string;
  readonly client?: string;
  readonly day: string;
  readonly kinds: string;
  readonly mayBeEmpty?: string;
}

const TOLD: readonly Told[] = [
  { id: "orders-told", what: "order", of: "orders x", day: "x.ordered_on", kinds: "'ORDER'" },
  {
    id: "payments-told",
    what: "payment",
    of: "payments x join invoices i on i.id = x.invoice_id join orders o on o.id = i.order_id",
    client: "o.client_id",
    day: "x.paid_on",
    kinds: "'PAYMENT'",
  },
  {
    id: "meetings-told",
    what: "meeting with a client",
    of: "client_meeting_history x",
    day: "substr(x.met_at, 1, 10)",
    kinds: "'MEETING'",
    mayBeEmpty: "in a short run nobody may have met",
  },
  {
    id: "communications-told",
    what: "call or message",
    of: "client_communications x",
    day: "substr(x.happened_at, 1, 10)",
    kinds: "'CALL', 'NOTE'",
  },
  { id: "notes-told", what: "note on a client", of: "client_notes x", day: "substr(x.written_at, 1, 10)", kinds: "'NOTE'" },
];

/** What the house knows about its clients, its calendar and its lists. */
export const CLIENT_RULES: readonly Rule[] = [
  ...TOLD.map(
    ({ id, what, of, client = "x.client_id", day, kinds, ...rest }): Rule => ({
      id,
      kind: "business",
      says: `Each ${what} is told in the client's activity on its day.`,
      counts: of,
      sql: `select x.id as key, 'client ' || ${client} || ' on ' || ${day} || ' is not told' as found from ${of}
            where not exists (select 1 from client_activity a
              where a.client_id = ${client} and a.happened_on = ${day} and a.kind in (${kinds}))`,
      ...rest,
    }),
  ),
  {
    id: "tags-without-circles",
    kind: "referential",
    says: "No tag is above itself.",
    counts: "tagHierarchy",
    sql: `with recursive above(tag, top) as (
            select child_tag_id, parent_tag_id from tagHierarchy
            union select above.tag, h.parent_tag_id from above join tagHierarchy h on h.child_tag_id = above.top)
          select tag as key, 'above itself' as found from above where tag = top`,
  },
  {
    id: "match-price-fits",
    kind: "business",
    says: "A match that was accepted offers the product that is needed.",
    counts: "match_records where status = 'ACCEPTED'",
    sql: `select m.id as key, 'needs product ' || n.product_id || ', offers ' || s.product_id as found
          from match_records m join client_needs n on n.id = m.client_need_id join vendor_supply s on s.id = m.vendor_supply_id
          where m.status = 'ACCEPTED' and n.product_id <> s.product_id`,
    mayBeEmpty: "nobody may have accepted one",
  },
  {
    id: "no-completed-future-event",
    kind: "temporal",
    says: "No event that is still to come is completed.",
    counts: "calendar_events",
    sql: `select id as key, 'starts ' || starts_at || ', today is ' || last_on as found from calendar_events, span
          where status = 'COMPLETED' and substr(starts_at, 1, 10) > last_on`,
  },
  {
    id: "invitation-accepted-takes-part",
    kind: "state",
    says: "Who accepted an invitation takes part in the event.",
    counts: "calendar_event_invitations where status in ('ACCEPTED', 'AUTO_ACCEPTED')",
    sql: `select i.id as key, i.status || ', takes no part in event ' || i.event_id as found from calendar_event_invitations i
          where i.status in ('ACCEPTED', 'AUTO_ACCEPTED') and not exists (
            select 1 from calendar_event_participants p where p.event_id = i.event_id
              and (p.user_id = i.user_id or p.client_id = i.client_id or p.email = i.email))`,
    onlyWith: ["calendar_event_invitations"],
    mayBeEmpty: "in a short run nobody may have accepted",
  },
];
