import type { StoredEvent } from "../core/event.ts";

/** Why the order of the open tasks is worth another look after this event, in a few words; null when it is not. */
export function replanCause({ task, body }: StoredEvent): string | null {
  const who = task ?? "a task";
  switch (body.kind) {
    case "session-moved":
      switch (body.to) {
        case "landed":
        case "done-by":
        case "returned":
        case "rolled-back":
        case "failed":
        case "aborted":
        case "rejected":
          return `${who} is ${body.to}`;
        default:
          return null;
      }
    case "done-by":
      return `${who} was done by ${body.other}`;
    case "task-reopened":
      return `${who} is open again`;
    case "task-dropped":
      return `${who} was dropped`;
    case "main-moved":
      return body.by === "us" ? null : "somebody else moved main";
    case "lease-extended":
      return body.granted ? `${who} also writes ${body.paths[0] ?? "other files"}` : null;
    case "lease-narrowed":
      return `${who} gave back ${body.dropped[0] ?? "files"}`;
    case "session-opened":
      return body.slot < 0 ? `${who} was handed in` : null;
    default:
      return null;
  }
}
