/** The vocabulary of invitations, and which moves their life allows. */
export const INVITATION_STATUSES = ["DRAFT", "PENDING", "ACCEPTED", "DECLINED", "AUTO_ACCEPTED", "CANCELLED", "EXPIRED"] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];

/**
 * A draft is sent (AUTO_ACCEPTED when the invitee's settings say so) or taken back; an open one is answered by its
 * invitee, taken back by whoever invites, or runs out of time. Everything else is the end.
 */
export const MOVES: Readonly<Record<InvitationStatus, readonly InvitationStatus[]>> = {
  DRAFT: ["PENDING", "AUTO_ACCEPTED", "CANCELLED"],
  PENDING: ["ACCEPTED", "DECLINED", "CANCELLED", "EXPIRED"],
  ACCEPTED: [],
  DECLINED: [],
  AUTO_ACCEPTED: [],
  CANCELLED: [],
  EXPIRED: [],
};

/** What an invitee may answer. */
export const ANSWERS = ["ACCEPTED", "DECLINED"] as const;
export type Answer = (typeof ANSWERS)[number];

/** What an administrator may make of an invitation in any other state, with a reason. */
export const OVERRIDES = ["ACCEPTED", "DECLINED", "CANCELLED"] as const;
export type Override = (typeof OVERRIDES)[number];

export type Invitee =
  | { readonly inviteeType: "USER"; readonly userId: number }
  | { readonly inviteeType: "CLIENT"; readonly clientId: number }
  | { readonly inviteeType: "EXTERNAL"; readonly email: string };

/** Is the way from one state to the other a move of an invitation's life, or one that an administrator may force? */
export function mayMove(from: InvitationStatus, to: InvitationStatus, { overridden }: { readonly overridden: boolean }): boolean {
  if (!overridden) return MOVES[from].includes(to);
  return from !== to && OVERRIDES.some((status) => status === to);
}

/** Do people with this status take part in the event? */
export function takesPart(status: InvitationStatus): boolean {
  return status === "ACCEPTED" || status === "AUTO_ACCEPTED";
}

/** May an invitee with this status still come to the event, so that a second invitation makes no sense? */
export function isAlive(status: InvitationStatus): boolean {
  return takesPart(status) || MOVES[status].length > 0;
}
