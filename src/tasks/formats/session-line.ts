import type { SourceLine } from "../../core/task.ts";
import type { Entry } from "../entry.ts";
import type { Field } from "../fields.ts";
import { idsIn, readIdList } from "../ids-in-text.ts";

/** Ids of sessions as written over the years: with or without `Session-`, with hexadecimal or other endings, or none. */
const SESSION_ID = /(?:Session-)?20\d{6}-[A-Za-z0-9-]*[0-9A-Za-z]{5,9}/;

/** The id of the session a text names, or undefined. */
export function sessionIn(text: string): string | undefined {
  return SESSION_ID.exec(text)?.[0];
}

/**
 * The tasks of a session line: those it starts with, then those anywhere in its words, then those in the session's id.
 * @param text the line without list marker; the session's own id and links are not read as tasks.
 */
export function tasksOfSession(text: string, session: string | undefined): readonly string[] {
  const words = text
    .replace(/\]\([^)]{0,500}\)/g, "] ")
    .replace(/\[Branch:[^\]]*\]|\[Files?:[^\]]*\]/gi, " ")
    .replaceAll(session ?? "\0", " ")
    .replace(/^[\s\W]+/, "");
  const leading = readIdList(words).ids;
  if (leading.length > 0) return leading;
  const anywhere = idsIn(words);
  return anywhere.length > 0 ? anywhere : taskInSessionId(session ?? "");
}

/** `Session-20251114-QA-033-1f2e3d4c` works on QA-033; a slug (`deadcode-2f6b7778`) names no task. */
function taskInSessionId(session: string): readonly string[] {
  const rest = session.replace(/^(?:Session-)?20\d{6}-/, "");
  const task = /^([A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*){0,3}-\d{1,6})(?=-|$)/.exec(rest)?.[1];
  return task === undefined ? [] : [task];
}

/** What one line or file says about a session: who works on what, and nothing else about the tasks. */
export function sessionEntry(ids: readonly string[], session: string | undefined, at: SourceLine, fields: readonly Field[]): Entry {
  const named = session === undefined ? {} : { session: session.replace(/^Session-/i, "") };
  return { origin: "session", ids, at, title: "", fields, promptFile: null, ...named };
}
