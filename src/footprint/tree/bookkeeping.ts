import type { Config } from "../../core/config.ts";

/**
 * Files that every task of the paper procedure edits, or that describe tasks: roadmap, session table, session files, prompts.
 * One writer renders them, so two tasks that name them share no work (22 of 36 pairs of a measured plan shared a file,
 * 21 of them nothing but these).
 */
export function bookkeepingPaths({ records, tasks }: Pick<Config, "records" | "tasks">): readonly string[] {
  const named = [tasks.roadmap, tasks.sessions, tasks.backlog, tasks.taskMaster].filter((path) => path !== null);
  return [...new Set([records.roadmap, records.activeSessions, records.sessions, ...named, ...tasks.prompts])];
}
