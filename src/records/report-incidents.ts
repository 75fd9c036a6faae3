import type { EventBody, FlakyTest, StoredEvent } from "../core/event.ts";
import { oneLine } from "./lines.ts";

/** Something that went wrong, in the words of the events, and what Signalbox did about it. */
export interface Incident {
  readonly atMs: number;
  readonly kind:
    | "red-main"
    | "coordinator-restart"
    | "agent-crash"
    | "false-success"
    | "escape"
    | "dropped-edit"
    | "conflict"
    | "twin"
    | "push-race"
    | "foreign-push"
    | "lease-refused"
    | "gate-failed"
    | "tests-weakened"
    | "flake"
    | "lying-gate"
    | "verify-failed"
    | "reverted"
    | "task-failed"
    | "needs-person";
  readonly task: string | null;
  readonly what: string;
  readonly did: string;
}

type Told = Pick<Incident, "kind" | "what" | "did">;

/** Everything that went wrong in a history, oldest first. Dropped edits of one task in one file are told once. */
export function incidentsOf(events: readonly StoredEvent[]): Incident[] {
  // What agents say is most of a history and tells nothing here.
  const told = events.filter(({ body }) => body.kind !== "agent");
  return told.flatMap((event, index): Incident[] => {
    const incident = tell(event, told, index);
    if (incident === undefined) return [];
    return [
      { atMs: event.atMs, task: event.task, kind: incident.kind, what: oneLine(incident.what, 300), did: oneLine(incident.did, 300) },
    ];
  });
}

function tell(event: StoredEvent, events: readonly StoredEvent[], index: number): Told | undefined {
  const { body } = event;
  const later = () => events.slice(index + 1);
  switch (body.kind) {
    case "run-started":
      if (!body.resumed) return undefined;
      return {
        kind: "coordinator-restart",
        what: "the coordinator ended without saying so",
        did: "restarted, reconciled git, processes and store, and went on",
      };
    case "main-checked":
      return body.healthy ? undefined : redMain(body.gate, later());
    case "main-moved":
      return body.by === "us" ? undefined : movedMain(body.by, body.to);
    case "agent-ended":
      return body.reason === "completed" || body.reason === "cancelled" ? undefined : crash(event, body, later());
    case "change-flagged":
      return {
        kind: "tests-weakened",
        what: `its change ${body.weakenings.map(({ what }) => what).join(", ")}`,
        did: "tested it alone, as a barrier",
      };
    case "change-returned":
    case "change-rejected":
      return returned(event, body, events.slice(0, index));
    case "session-moved":
      return moved(event, body, events, index);
    case "escape":
      return { kind: "escape", what: body.what, did: body.action };
    case "edit-dropped":
      return droppedEdits(event, body, events, index);
    case "conflict-found":
      // A twin that ended as done by the other is told there.
      return body.what === "twin" && later().some((next) => next.body.kind === "done-by" && next.task === event.task)
        ? undefined
        : conflict(body, later());
    case "done-by":
      return { kind: "twin", what: `${body.other} had already done its work`, did: `ended as done by ${body.other}: ${body.evidence}` };
    case "lease-extended":
      if (body.granted) return undefined;
      return {
        kind: "lease-refused",
        what: `wrote ${body.paths.join(", ")} outside its lease`,
        did: `ordered behind ${body.holder ?? "the holder"}`,
      };
    case "gate-run":
      return gateTrouble(body);
    case "flake-seen":
      return { kind: "flake", what: flakeWords(body.gate, body.tests), did: "ran it again on the same tree; no change was blamed" };
    case "verify":
      return body.passed
        ? undefined
        : { kind: "verify-failed", what: `${body.commit.slice(0, 10)} failed its verification: ${body.detail}`, did: afterVerify(later()) };
    case "backup":
      return body.passed ? undefined : { kind: "task-failed", what: `the backup failed: ${body.detail}`, did: "the task was not started" };
    case "run-ended":
      return body.outcome === "needs-person" ? { kind: "needs-person", what: body.reason, did: "stopped and asked a person" } : undefined;
    default:
      return undefined;
  }
}

function gateTrouble(body: Extract<EventBody, { readonly kind: "gate-run" }>): Told | undefined {
  const { gate, infrastructure, detail, notes = [] } = body;
  if (infrastructure) return { kind: "gate-failed", what: `${gate} broke off: ${detail}`, did: "ran it again; no change was blamed" };
  if (notes.length === 0) return undefined;
  return { kind: "lying-gate", what: `${gate} contradicts itself: ${notes.join("; ")}`, did: "let its exit code decide" };
}

function flakeWords(gate: string, tests: readonly FlakyTest[]): string {
  const named = tests.map(({ id, runs, flakes }) => `${id} (${flakes} of ${runs} runs)`);
  return `${gate} failed and then passed on the same tree${named.length === 0 ? "" : `: ${named.join("; ")}`}`;
}

function redMain(gate: string | null, later: readonly StoredEvent[]): Told {
  const repaired = later.find(({ body }) => body.kind === "main-checked" && body.healthy);
  const repair = later.find(({ body }) => body.kind === "change-landed" && body.changeKind === "repair");
  const did =
    repaired === undefined
      ? "launched nothing on it"
      : repair === undefined
        ? "waited until it was healthy"
        : "let one visible repair land alone, then launched";
  return { kind: "red-main", what: `main failed ${gate ?? "its gates"}`, did };
}

function movedMain(by: "foreign" | "rewound", to: string): Told {
  if (by === "foreign")
    return {
      kind: "foreign-push",
      what: `somebody else pushed ${to.slice(0, 10)} to main`,
      did: "adopted it, tested it, and went on from there",
    };
  return { kind: "foreign-push", what: `somebody rewound main to ${to.slice(0, 10)}`, did: "kept the old tip under salvage and stopped" };
}

function crash(event: StoredEvent, body: { readonly reason: string; readonly detail: string }, later: readonly StoredEvent[]): Told {
  const resumed = later.some((next) => next.body.kind === "agent-started" && next.task === event.task);
  const what = `the agent ended early (${body.reason}${body.detail === "" ? "" : `: ${body.detail}`})`;
  return { kind: "agent-crash", what, did: resumed ? "resumed its work in the kept workspace" : "kept its work in salvage" };
}

function returned(
  event: StoredEvent,
  body: { readonly change: string; readonly reason: { readonly code: string; readonly message: string } },
  before: readonly StoredEvent[],
): Told | undefined {
  const { code, message } = body.reason;
  // Conflicts are told where they are found.
  if (code === "conflict" || code === "claim-lost") return undefined;
  if (code === "stale-base")
    return { kind: "conflict", what: `it would have undone work landed after its base: ${message}`, did: "not landed; given back" };
  if (code === "forbidden-path") return { kind: "escape", what: message, did: "not landed; given back" };
  const session =
    event.session ?? before.findLast((old) => old.body.kind === "change-submitted" && old.body.change === body.change)?.session ?? null;
  if (saidCompleted(session, before))
    return {
      kind: "false-success",
      what: `the agent reported success, but: ${message}`,
      did: "not believed; given back with the evidence",
    };
  return { kind: "gate-failed", what: message, did: "not landed; given back with the evidence" };
}

function moved(
  event: StoredEvent,
  body: Extract<EventBody, { readonly kind: "session-moved" }>,
  events: readonly StoredEvent[],
  index: number,
): Told | undefined {
  if (body.to === "failed" || body.to === "rejected") return failed(event, body, events.slice(0, index));
  if (body.to !== "waiting-input") return undefined;
  const isAnswered = events.slice(index + 1).some((later) => later.session === event.session && later.body.kind === "answered");
  return { kind: "needs-person", what: body.reason, did: isAnswered ? "was answered, and went on" : "waits for signalbox answer" };
}

function failed(
  { session }: StoredEvent,
  body: { readonly from: string; readonly to: string; readonly reason: string },
  before: readonly StoredEvent[],
): Told {
  const claimed = body.from === "working" && saidCompleted(session, before);
  if (claimed)
    return { kind: "false-success", what: `the agent reported success, but: ${body.reason}`, did: "not believed; the task stays open" };
  return { kind: "task-failed", what: body.reason, did: "the task stays open; its work is in salvage" };
}

function saidCompleted(session: string | null, before: readonly StoredEvent[]): boolean {
  const last = before.findLast((event) => event.session === session && event.body.kind === "agent-ended");
  return session !== null && last?.body.kind === "agent-ended" && last.body.reason === "completed";
}

function droppedEdits(
  event: StoredEvent,
  body: { readonly path: string; readonly reason: string },
  events: readonly StoredEvent[],
  index: number,
): Told | undefined {
  const reasons = (list: readonly StoredEvent[]) =>
    list.flatMap((other) =>
      other.task === event.task && other.body.kind === "edit-dropped" && other.body.path === body.path ? [other.body.reason] : [],
    );
  if (reasons(events.slice(0, index)).length > 0) return undefined;
  // A candidate that is built again says the same again.
  const more = new Set(reasons(events.slice(index))).size - 1;
  return {
    kind: "dropped-edit",
    what: `the agent edited ${body.path}: ${body.reason}${more === 0 ? "" : ` (and ${more} more)`}`,
    did: "dropped; main's version stands",
  };
}

function conflict(
  body: { readonly conflict: string; readonly what: string; readonly tasks: readonly string[]; readonly files: readonly string[] },
  later: readonly StoredEvent[],
): Told {
  const end = later.find((next) => next.body.kind === "conflict-resolved" && next.body.conflict === body.conflict);
  const where = [body.tasks.join(" and "), body.files.join(", ")].filter((part) => part !== "").join(" over ");
  const kind = body.what === "push-race" || body.what === "twin" ? body.what : "conflict";
  return {
    kind,
    what: `${body.what} conflict${where === "" ? "" : `: ${where}`}`,
    did: end?.body.kind === "conflict-resolved" ? end.body.by : "still open",
  };
}

function afterVerify(later: readonly StoredEvent[]): string {
  return later.some(({ body }) => body.kind === "reverted") ? "reverted it and opened the task again" : "reported it";
}
