import type { DatabaseSync } from "node:sqlite";
import { change, queryOne } from "../database/query.ts";
import { type InvitationSettings, NO_SETTINGS } from "./auto-accept.ts";

interface SettingsRow {
  readonly auto_accept_all: number;
  readonly organizers: string;
  readonly event_types: string;
  readonly modules: string;
}

/** The user's settings; those of somebody who accepts nothing by itself when none were saved. */
export function readSettings(database: DatabaseSync, userId: number): InvitationSettings {
  const row = queryOne<SettingsRow>(
    database,
    "select auto_accept_all, organizers, event_types, modules from calendar_invitation_settings where user_id = ?",
    userId,
  );
  if (row === undefined) return NO_SETTINGS;
  return {
    autoAcceptAll: row.auto_accept_all === 1,
    organizers: JSON.parse(row.organizers),
    eventTypes: JSON.parse(row.event_types),
    modules: JSON.parse(row.modules),
  };
}

/** Keeps the user's settings instead of what was kept before. The user must exist. */
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
