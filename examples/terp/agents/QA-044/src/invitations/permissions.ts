/** As much of a user as permissions ask for. Clients and people from outside have no account: an administrator answers for them. */
interface Person {
  readonly id: number;
  readonly role: string;
}

/** Who overrides, and lets invitations expire. */
export function isAdministrator(person: Person): boolean {
  return person.role === "ADMIN";
}

/** Who invites to an event, sends and takes back. */
export function mayInvite(person: Person, event: { readonly organizer_id: number }): boolean {
  return isAdministrator(person) || event.organizer_id === person.id;
}

/** Who answers. */
export function mayAnswer(person: Person, invitation: { readonly user_id: number | null }): boolean {
  return invitation.user_id === person.id;
}
