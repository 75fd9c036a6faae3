import type { Day } from "../../finance/dates.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { prepared } from "../memory.ts";
import { EVERYBODY, FINANCE, SALES } from "../staff.ts";
import { countToday } from "../volumes.ts";
import { BUYERS, WHALES } from "./people.ts";

const [COMMUNICATIONS, NOTES, LIMIT_CHANGES, SIGN_INS] = [360, 250, 60, 400];
const WHALE_LIMIT_CENTS = 500_000_000;
const REGULAR_LIMIT_CENTS = 50_000_000;

const CHANNELS = ["EMAIL", "PHONE", "MESSAGE"] as const;
const TOPICS = [
  "Asked for new strains",
  "Confirmed the next delivery",
  "Wants better terms",
  "Happy with the last lot",
  "Asked for an invoice",
];
const REMARKS = [
  "Prefers small buds",
  "Pays on Fridays",
  "Opens a second shop in spring",
  "Call before noon",
  "Takes all of the vault's best",
];

/** What is said to clients and noted about them, how far they are trusted, and when they look into their portal. */
export const generator: Generator = {
  fills: ["client_communications", "client_notes", "client_credit_limits", "credit_audit_log"],
  after: ["clients", "users", "orders", "vip_portal_auth"],
  begin(context) {
    for (let client = 1; client <= BUYERS; client++)
      setLimit(context, context.firstDay, client, client <= WHALES ? WHALE_LIMIT_CENTS : REGULAR_LIMIT_CENTS, "LIMIT_SET");
  },
  day(context, day) {
    const { random } = context;
    const each = (count: number, act: (client: number) => void) => {
      for (let left = countToday(context, count); left > 0; left--) act(random.between(1, BUYERS));
    };
    each(COMMUNICATIONS, (client) => communicate(context, day, client));
    each(NOTES, (client) => note(context, day, client));
    each(LIMIT_CHANGES, (client) => changeLimit(context, day, client));
    each(SIGN_INS, (client) => signIn(context, day, client));
    // The first day has one of each, so that no run is too short for them.
    if (day !== context.firstDay) return;
    communicate(context, day, 1);
    note(context, day, 1);
  },
};

/** The whales' accounts have their clients' numbers. */
function signIn({ update }: SeedContext, day: Day, client: number): void {
  if (client <= WHALES) update("vip_portal_auth", client, { last_sign_in_at: `${day}T20:15` });
}

function communicate({ insert, random }: SeedContext, day: Day, client_id: number): void {
  const channel = random.pick(CHANNELS);
  const summary = random.pick(TOPICS);
  const direction = random.chance(0.5) ? "IN" : "OUT";
  insert("client_communications", { client_id, user_id: random.pick(SALES), channel, direction, happened_at: `${day}T11:20`, summary });
  insert("client_activity", { client_id, happened_on: day, kind: channel === "PHONE" ? "CALL" : "NOTE", summary });
}

function note({ insert, random }: SeedContext, day: Day, client_id: number): void {
  const text = random.pick(REMARKS);
  insert("client_notes", { client_id, user_id: random.pick(EVERYBODY), written_at: `${day}T15:40`, text });
  insert("client_activity", { client_id, happened_on: day, kind: "NOTE", summary: text });
}

function changeLimit(context: SeedContext, day: Day, client: number): void {
  const { random } = context;
  const latest = prepared(context, "select limit_cents from client_credit_limits where client_id = ? order by id desc limit 1").get(client);
  const before = Number(latest?.["limit_cents"] ?? REGULAR_LIMIT_CENTS);
  const raised = random.chance(0.7);
  setLimit(context, day, client, Math.round(before * (raised ? 1.2 : 0.8)), raised ? "LIMIT_RAISED" : "LIMIT_LOWERED");
}

function setLimit({ insert }: SeedContext, day: Day, client_id: number, limit_cents: number, action: string): void {
  const user_id = FINANCE[0] ?? 1;
  insert("client_credit_limits", { client_id, limit_cents, valid_on: day, set_by: user_id });
  insert("credit_audit_log", { client_id, user_id, action, detail: `to ${limit_cents / 100} $`, happened_at: `${day}T09:30` });
}
