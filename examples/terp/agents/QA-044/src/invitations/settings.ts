import type { DatabaseSync } from "node:sqlite";
import { change, queryOne } from "../database/query.ts";

/** When a user's invitations are accepted without asking. Any one reason is enough. */
export interface InvitationSettings {
  readonly autoAcceptAll: boolean;
  /** Users whose invitations are accepted. */
  readonly organizers: readonly number[];
  readonly eventTypes: readonly string[];
  readonly modules: readonly string[];
}

interface SettingsRow {
  readonly auto_accept_all: number;
  readonly organizers: string;
  readonly event_types: string;
  readonly modules: string;
}

/** The user's settings; accepts nothing by itself when none were saved. */
export function readSettings(database: DatabaseSync, userId: number): InvitationSettings {
  const row = queryOne<SettingsRow>(
    database,
    "select auto_accept_all, organizers, event_types, modules from calendar_invitation_settings where user_id = ?",
    userId,
  );
  if (row === undefined) return { autoAcceptAll: false, organizers: [], eventTypes: [], modules: [] };
  return {
    autoAcceptAll: row.auto_accept_all === 1,
    organizers: JSON.parse(row.organizers),
    eventTypes: JSON.parse(row.event_types),
    modules: JSON.parse(row.modules),
  };
}

/** Keeps the user's settings. The user must exist. */
export function saveSettings(database: DatabaseSync, userId: number, settings: InvitationSettings): void {
  change(
    database,
    `insert into calendar_invitation_settings (user_id, auto_accept_all, organizers, event_types, modules) values (?, ?, ?, ?, ?)
     on conflict (user_id) do update set auto_accept_all = excluded.auto_accept_all, organizers = excluded.organizers,
       event_types = excluded.event_types, modules = excluded.modules`,
    userId,
    settings.autoAcceptAll ? 1 : 0,
    JSON.stringify(settings.organizers),
    JSON.stringify(settings.eventTypes),
    JSON.stringify(settings.modules),
  );
}

/** Settings in untrusted JSON; what is missing or of the wrong kind counts as not set. */
export function parseSettings(body: Readonly<Record<string, unknown>>): InvitationSettings {
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : []);
  const organizers = Array.isArray(body["organizers"]) ? body["organizers"].filter((entry) => Number.isSafeInteger(entry)) : [];
  return {
    autoAcceptAll: body["autoAcceptAll"] === true,
    organizers,
    eventTypes: texts(body["eventTypes"]),
    modules: texts(body["modules"]),
  };
}

/** Would these settings accept an invitation to such an event? */
export function autoAccepts(settings: InvitationSettings, event: { organizerId: number; eventType: string; module: string }): boolean {
  return (
    settings.autoAcceptAll ||
    settings.organizers.includes(event.organizerId) ||
    settings.eventTypes.includes(event.eventType) ||
    settings.modules.includes(event.module)
  );
}
