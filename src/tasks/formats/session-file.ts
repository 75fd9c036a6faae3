import type { Entry } from "../entry.ts";
import { type Field, fieldsOf } from "../fields.ts";
import { idsIn } from "../ids-in-text.ts";
import { linesOf } from "../lines.ts";
import { plainText } from "../values/decoration.ts";
import { parseStatus } from "../values/status.ts";
import { reportLeftovers } from "./leftovers.ts";
import type { FormatReader } from "./reader.ts";
import { sessionEntry, sessionIn, tasksOfSession } from "./session-line.ts";

const HEADER_LINES_MAX = 25;

/** Reports that lie beside session files, and files about sessions. */
const NO_SESSION = /-(?:completion|report|summary|handoff)\b|^(?:readme|coordinator|index|template)/i;

/** The folder says more than the file: an abandoned session never says so itself. */
const FOLDERS: Readonly<Record<string, string>> = { active: "in-progress", completed: "done", archived: "done", abandoned: "done" };

/**
 * One session's own file (`docs/sessions/active/Session-20251114-QA-033-1f2e3d4c.md`, `TER-1217-session.md`). Its task
 * stands in a field, in the first heading, or in the file's name.
 */
export const readSessionFile: FormatReader = (file, report): Entry[] => {
  const [folder, name] = file.path.split("/").slice(-2);
  if (name === undefined || NO_SESSION.test(name)) return [];
  const header = linesOf(file.text, HEADER_LINES_MAX);
  const heading = header.find((line) => /^#\s/.test(line.text));
  for (const line of header) if (!line.code) reportLeftovers(line.text, { file: file.path, line: line.number }, report);
  const fields = header.flatMap((line) => (line.code ? [] : fieldsOf(line.text, line.number)));
  const stem = name.replace(/\.(?:md|markdown)$/i, "");
  const named = idsIn(plainText(String(fields.find(({ name }) => name === "id")?.value ?? "")));
  const headed = named.length > 0 ? named : idsIn(plainText(heading?.text.replace(/^#\s+/, "") ?? ""));
  const ids = headed.length > 0 ? headed : tasksOfSession(stem.replace(/-session$/i, ""), stem);
  const stated = fields.find((field) => field.name === "status");
  const status = statusOf(folder ?? "", stated);
  const at = { file: file.path, line: heading?.number ?? 1 };
  return ids.length === 0 ? [] : [sessionEntry(ids, sessionIn(stem) ?? sessionIn(heading?.text ?? "") ?? stem, at, [status])];
};

/** In `active/` the file's own word counts; anywhere else the session is over. */
function statusOf(folder: string, stated: Field | undefined): Field {
  const inFolder = FOLDERS[folder] ?? "done";
  const own = inFolder === "in-progress" ? parseStatus(String(stated?.value ?? "")) : undefined;
  return { name: "status", value: own ?? inFolder, line: stated?.line ?? 1 };
}
