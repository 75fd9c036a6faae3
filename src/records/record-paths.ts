import type { Config } from "../core/config.ts";
import { patternCovers } from "../core/paths.ts";

export type RecordsConfig = Config["records"];

/** The folders of session files, by what became of the session. */
export const SESSION_FOLDERS = ["active", "completed", "abandoned"] as const;
export type SessionFolder = (typeof SESSION_FOLDERS)[number];

/** Paths and directories only the coordinator writes; an agent's edits there go through `mergeAgentEdits`. */
export function recordPaths(config: RecordsConfig): readonly string[] {
  if (!config.enabled) return [];
  return [config.roadmap, config.activeSessions, ...SESSION_FOLDERS.map((folder) => `${config.sessions}/${folder}`)];
}

/** What kind of record a path is, or undefined when it is none. */
export function recordKind(config: RecordsConfig, path: string): "roadmap" | "active-sessions" | "session-file" | undefined {
  if (!config.enabled) return undefined;
  if (path === config.roadmap) return "roadmap";
  if (path === config.activeSessions) return "active-sessions";
  return SESSION_FOLDERS.some((folder) => patternCovers(`${config.sessions}/${folder}`, path)) ? "session-file" : undefined;
}

/** Where a session's file is. Session ids are checked ids: they cannot leave the folder. */
export function sessionFilePath(config: RecordsConfig, folder: SessionFolder, session: string): string {
  return `${config.sessions}/${folder}/${session}.md`;
}
