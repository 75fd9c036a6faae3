/** When a user's invitations are accepted without asking. Any one reason is enough. */
export interface InvitationSettings {
  readonly autoAcceptAll: boolean;
  /** Users whose events are accepted. */
  readonly organizers: readonly number[];
  readonly eventTypes: readonly string[];
  /** Parts of the program whose invitations are accepted. */
  readonly modules: readonly string[];
}

/** Of a user who saved none: nothing is accepted by itself. */
export const NO_SETTINGS: InvitationSettings = { autoAcceptAll: false, organizers: [], eventTypes: [], modules: [] };

/** Would these settings accept an invitation to such an event? */
export function autoAccepts(
  settings: InvitationSettings,
  invitation: { readonly organizerId: number; readonly eventType: string; readonly module: string },
): boolean {
  return (
    settings.autoAcceptAll ||
    settings.organizers.includes(invitation.organizerId) ||
    settings.eventTypes.includes(invitation.eventType) ||
    settings.modules.includes(invitation.module)
  );
}
