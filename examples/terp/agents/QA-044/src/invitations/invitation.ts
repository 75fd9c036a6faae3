/** The vocabulary of invitations, and which moves their life allows. */
export const INVITATION_STATUSES = ["DRAFT", "PENDING", "ACCEPTED", "DECLINED", "AUTO_ACCEPTED", "CANCELLED", "EXPIRED"] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];

/** What the owner of an invitation and its invitee may do; an administrator may do anything, with a reason. */
export const MOVES: Readonly<Record<InvitationStatus, readonly InvitationStatus[]>> = {
  DRAFT: ["PENDING", "AUTO_ACCEPTED", "CANCELLED"],
  PENDING: ["ACCEPTED", "DECLINED", "CANCELLED", "EXPIRED"],
  ACCEPTED: [],
  DECLINED: [],
  AUTO_ACCEPTED: [],
  CANCELLED: [],
  EXPIRED: [],
};

export type Invitee =
  | { readonly type: "USER"; readonly userId: number }
  | { readonly type: "CLIENT"; readonly clientId: number }
  | { readonly type: "EXTERNAL"; readonly email: string };

export interface Invitation {
  readonly id: number;
  readonly event_id: number;
  readonly invitee_type: Invitee["type"];
  readonly user_id: number | null;
  readonly client_id: number | null;
  readonly email: string | null;
  /** The part of the program that invites. */
  readonly module: string;
  readonly status: InvitationStatus;
}

/** Do people with this status take part in the event? */
export function takesPart(status: InvitationStatus): boolean {
  return status === "ACCEPTED" || status === "AUTO_ACCEPTED";
}

/** The invitee in untrusted JSON, or undefined when it names none. */
export function parseInvitee(body: Readonly<Record<string, unknown>>): Invitee | undefined {
  const { inviteeType, userId, clientId, email } = body;
  if (inviteeType === "USER" && isId(userId)) return { type: "USER", userId };
  if (inviteeType === "CLIENT" && isId(clientId)) return { type: "CLIENT", clientId };
  if (inviteeType === "EXTERNAL" && typeof email === "string" && /^[^@\s]{1,64}@[^@\s]{1,190}$/.test(email))
    return { type: "EXTERNAL", email };
  return undefined;
}

function isId(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}
