import { leadingIds } from "./leading-ids.ts";
import { fencedLines, splitLines } from "./lines.ts";
import { type RecordsConfig, SESSION_FOLDERS, type SessionFolder } from "./record-paths.ts";
import { sessionIds, taskInSessionId } from "./session-entries.ts";
import { type StatusMeaning, statusMeaning } from "./status-words.ts";

/** A session as one place of the records reports it. */
export interface RecordedSession {
  readonly session: string | null;
  readonly tasks: readonly string[];
  readonly agent: string | null;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** A file under `sessions/{active,completed,abandoned}`. */
export interface SessionFile extends RecordedSession {
  readonly folder: SessionFolder;
  readonly meaning: StatusMeaning;
  readonly text: string;
}

/** The fields of a session file stand in its head; below is free text. */
export const HEAD_LINES = 25;

/** Reads a session file of any of the known forms, or undefined when neither name nor head tell a session or task. */
export function readSessionFile(config: RecordsConfig, path: string, text: string): SessionFile | undefined {
  const folder = SESSION_FOLDERS.find((name) => path.startsWith(`${config.sessions}/${name}/`));
  if (folder === undefined || !path.endsWith(".md")) return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1, -".md".length);
  const lines = splitLines(text);
  const fenced = fencedLines(lines);
  const head = lines.slice(0, HEAD_LINES).map((line, index) => (fenced[index] ? "" : line.text.slice(0, 1000)));
  const field = (title: string) => {
    const pattern = new RegExp(`^\\s*(?:[-*+]\\s+)?\\*\\*${title}:?\\*\\*:?\\s*(.*)$`, "i");
    return head.map((line) => pattern.exec(line)?.[1]?.trim()).find((value) => value !== undefined && value !== "");
  };
  const session = sessionIds(name)[0] ?? sessionIds(field("Session ID") ?? "")[0] ?? sessionIds(head[0] ?? "")[0] ?? null;
  const named = leadingIds(name.toUpperCase().replace(/-(?:SESSION|COMPLETION).*$/, ""));
  const tasks = [
    leadingIds(field("Task ID") ?? field("Task") ?? field("Ticket") ?? ""),
    session === null ? named : [taskInSessionId(session)].flatMap((task) => task ?? []),
    leadingIds((head[0] ?? "").replace(/^#+\s*(?:Session:\s*)?/, "")),
  ].find((ids) => ids.length > 0);
  if (session === null && tasks === undefined) return undefined;
  const meaning = statusMeaning(field("Status") ?? "");
  return { session, tasks: tasks ?? [], agent: field("Agent") ?? null, file: path, line: 1, folder, meaning, text };
}
