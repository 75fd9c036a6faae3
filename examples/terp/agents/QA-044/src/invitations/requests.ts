import { z } from "zod";
import { ID } from "../api/validate.ts";
import { ANSWERS, OVERRIDES } from "./invitation.ts";

const REASON_LENGTH_MAX = 500;
const EMAIL_LENGTH_MAX = 254;
const LIST_LENGTH_MAX = 200;
const INVITEES_MAX = 200;

const word = z.string().trim().min(1).max(50);
/** `YYYY-MM-DDTHH:MM`, UTC, a minute that exists. */
const instant = z.iso
  .datetime({ local: true, precision: -1, error: "expected an instant like 2025-03-31T09:00" })
  .length("YYYY-MM-DDTHH:MM".length);

const invitee = z.discriminatedUnion("inviteeType", [
  z.object({ inviteeType: z.literal("USER"), userId: ID }),
  z.object({ inviteeType: z.literal("CLIENT"), clientId: ID }),
  z.object({ inviteeType: z.literal("EXTERNAL"), email: z.email().max(EMAIL_LENGTH_MAX).toLowerCase() }),
]);

/** What the invitations of one request have in common. */
const about = z.object({ eventId: ID, module: word.default("calendar"), expiresAt: instant.optional() });

/** What requests may carry; everything else is a 400. */
export const INVITE = z.intersection(invitee, about);
export const BULK_SEND = about.extend({ invitees: z.array(invitee).min(1).max(INVITEES_MAX) });
export const RESPOND = z.object({ response: z.enum(ANSWERS) });
export const OVERRIDE = z.object({ status: z.enum(OVERRIDES), reason: z.string().trim().min(1).max(REASON_LENGTH_MAX) });
export const OF_EVENT = z.object({ event: z.coerce.number().int().positive() });
export const SETTINGS = z.object({
  autoAcceptAll: z.boolean().default(false),
  organizers: z.array(ID).max(LIST_LENGTH_MAX).default([]),
  eventTypes: z.array(word).max(LIST_LENGTH_MAX).default([]),
  modules: z.array(word).max(LIST_LENGTH_MAX).default([]),
});
