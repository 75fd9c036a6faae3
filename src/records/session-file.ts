import { phaseOf } from "../core/session.ts";
import { oneLine, splitLines } from "./lines.ts";
import type { SessionFact } from "./record-facts.ts";
import { dayOf, folderOf, stateWords } from "./session-words.ts";

const PHASES = ["Pre-flight", "Implementation", "Testing", "Completion"] as const;
const NOTES = "## Notes";

/**
 * The file of one session. What people wrote under its `## Notes` heading in `existing` is kept to the byte, also
 * when the file moves to another folder; everything above is the coordinator's.
 */
export function renderSessionFile(session: SessionFact, existing: string | undefined): string {
  const notes = existing === undefined ? undefined : notesOf(existing);
  const newline = existing?.includes("\r\n") ? "\r\n" : "\n";
  const head = [title(session), "", ...fields(session), "", "## Progress", "", ...progress(session), "", ""].join(newline);
  return head + (notes ?? NOTES + newline);
}

function title({ task, title }: SessionFact): string {
  return title === task ? `# ${task}` : `# ${task}: ${oneLine(title)}`;
}

function fields(session: SessionFact): string[] {
  const { endedAtMs, doneBy, landedAtMs, landedCommit, partsLanded } = session;
  const folder = folderOf(session);
  const complete = folder === "completed";
  const field = (name: string, value: string | null) => (value === null ? [] : [`- **${name}:** ${value}`]);
  return [
    ...field("Session ID", session.id),
    ...field("Task ID", session.task),
    ...field("Agent", oneLine(session.agent, 60)),
    ...field("Status", stateWords(session)),
    ...field("Started", dayOf(session.startedAtMs)),
    ...field("Parts landed", partsLanded > 0 ? String(partsLanded) : null),
    ...field("Landed", landedAtMs === null ? null : dayOf(landedAtMs)),
    ...field(complete ? "Completed" : "Ended", folder === "active" || endedAtMs === null ? null : dayOf(endedAtMs)),
    ...field("Done by", doneBy),
    ...field("Commit", complete ? landedCommit : null),
    ...(complete ? session.evidence.flatMap((evidence) => field("Evidence", oneLine(evidence, 300))) : []),
    ...field("Reason", folder === "abandoned" && session.reason !== null ? oneLine(session.reason, 300) : null),
  ];
}

/** The guide's four phases as check boxes. A session that ended otherwise stopped somewhere; its reason says why. */
function progress(session: SessionFact): string[] {
  const phase = phaseOf(session.state);
  const complete = folderOf(session) === "completed";
  // While it works the boxes stay as they are at the claim: see stateWords.
  const reached = phase === "Completion" ? 3 : 1;
  return PHASES.map((name, index) => `- [${complete || index < reached ? "x" : " "}] Phase ${index + 1}: ${name}`);
}

function notesOf(text: string): string | undefined {
  let offset = 0;
  for (const line of splitLines(text)) {
    if (line.text.trim() === NOTES) return text.slice(offset);
    offset += line.text.length + line.end.length;
  }
  return undefined;
}
