import type { StoredEvent } from "../core/event.ts";

/** Longest line of a detail; details hold agents' and gates' output. */
const DETAIL_CHARACTERS_MAX = 110;

/** One event as one line for people, or undefined for what only a transcript needs. */
export function eventLine({ task, body }: StoredEvent): string | undefined {
  const line = lineOf(body);
  return line === undefined ? undefined : `${(task ?? "main").padEnd(10)} ${line}`;
}

function lineOf(body: StoredEvent["body"]): string | undefined {
  switch (body.kind) {
    case "run-started":
      return body.resumed ? "run goes on after a restart" : `run started: ${body.tasks.length} tasks, ${body.agents} agents`;
    case "run-ended":
      return `run ended: ${body.outcome} (${body.reason})`;
    case "main-checked":
      return body.healthy ? "main is healthy" : `main is RED: gate ${body.gate ?? "?"} fails`;
    case "main-moved":
      return body.by === "us" ? undefined : `main was moved by somebody else (${body.by})`;
    case "session-opened":
      return `claimed, epoch ${body.epoch}, ${body.slot < 0 ? `by ${short(body.agent)}` : `agent ${body.slot + 1}`}`;
    case "session-moved":
      return body.to === "preparing" || body.to === "gated" || body.to === "candidate" || body.to === "archived"
        ? undefined
        : `${body.to}: ${short(body.reason)}`;
    case "agent-started":
      return body.attempt === 1 ? undefined : `agent starts again (attempt ${body.attempt})`;
    case "agent-ended":
      return body.reason === "completed" ? undefined : `agent ended: ${body.reason} (${short(body.detail)})`;
    case "answered":
      return `answered: ${short(body.answer)}`;
    case "gate-run":
      // An acceptance that fails before any work is done is what one expects.
      return body.passed || body.cached || (body.changes.length === 0 && body.gate.startsWith("acceptance:"))
        ? undefined
        : `gate ${body.gate} ${body.infrastructure ? "could not run" : "failed"}`;
    case "change-flagged":
      return `flagged, tested alone: ${short(body.weakenings.map(({ what }) => what).join(", "))}`;
    case "change-held":
      return `waits to land behind ${body.holder}, which works on ${short(body.path)}`;
    case "change-freed":
      return `need not wait for a holder any more: ${short(body.because)}`;
    case "flake-seen":
      return `gate ${body.gate} passed when run again: ${short(body.tests.map(({ id }) => id).join(", ") || "flaky")}`;
    case "conflict-found":
      return `conflict (${body.what}): ${body.tasks.join(", ")} ${short(body.files.join(", "))}`;
    case "conflict-resolved":
      return `conflict resolved: ${short(body.by)}`;
    case "change-landed":
      return body.changeKind === "part" || body.changeKind === "branch" || body.changeKind === "records"
        ? `${body.changeKind} landed as ${body.commit.slice(0, 10)}`
        : undefined;
    case "change-returned":
      return `returned (${body.reason.code}): ${short(body.reason.message)}`;
    case "change-rejected":
      return `rejected (${body.reason.code}): ${short(body.reason.message)}`;
    case "change-withdrawn":
      return `withdrawn: ${short(body.reason)}`;
    case "done-by":
      return `done by ${body.other}: ${short(body.evidence)}`;
    case "verify":
      return body.passed ? undefined : `verification failed: ${short(body.detail)}`;
    case "reverted":
      return `reverted as ${body.commit.slice(0, 10)}`;
    case "task-reopened":
    case "task-dropped":
      return `${body.kind.slice(5)}: ${short(body.reason)}`;
    case "backup":
      return `backup ${body.passed ? "made" : "FAILED"}`;
    case "salvaged":
      return `work kept as ${body.ref}`;
    case "edit-dropped":
      return `edit dropped: ${body.path} (${short(body.reason)})`;
    case "escape":
      return `ESCAPE ${body.action}: ${short(body.what)}`;
    case "lease-extended":
      return body.granted
        ? `lease extended: ${short(body.paths.join(", "))}`
        : `lease not extended: ${body.holder ?? "somebody"} holds ${short(body.paths.join(", "))}`;
    case "lease-narrowed":
      return `lease narrowed (${body.because}): ${short(body.dropped.join(", "))}`;
    case "replanned":
      return `new order (${body.because}): ${short(body.order.join(", "))}`;
    case "progress":
      return `says: ${progressText(body)}`;
    case "note":
      return short(body.text);
    default:
      return undefined;
  }
}

/** What a session says of its work, with how much it says is done. */
export function progressText({
  message,
  percent,
}: Pick<Extract<StoredEvent["body"], { kind: "progress" }>, "message" | "percent">): string {
  return short(percent === null ? message : `${Math.round(percent)} %, ${message}`);
}

/** One line without control characters: most of these texts come from agents. */
function short(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, DETAIL_CHARACTERS_MAX);
}
