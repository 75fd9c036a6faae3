import type { SessionFact } from "./record-facts.ts";
import type { SessionFolder } from "./record-paths.ts";

/** Which folder a session's file belongs in. */
export function folderOf({ state }: SessionFact): SessionFolder {
  switch (state) {
    case "verified":
    case "archived":
    case "done-by":
      return "completed";
    case "failed":
    case "aborted":
    case "rejected":
    case "rolled-back":
      return "abandoned";
    default:
      return "active";
  }
}

/**
 * A session's state as records say it. Everything between claim and landing is one word: a finer one would change
 * with every step and give each candidate another tree.
 */
export function stateWords({ state, doneBy }: SessionFact): string {
  switch (state) {
    case "waiting-input":
      return "Waiting for input";
    case "landed":
      return "landed, verifying";
    case "verified":
    case "archived":
      return "Complete";
    case "done-by":
      return doneBy === null ? "Complete" : `Complete (done by ${doneBy})`;
    case "failed":
      return "Failed";
    case "aborted":
      return "Aborted";
    case "rejected":
      return "Rejected";
    case "rolled-back":
      return "Rolled back";
    default:
      return "In Progress";
  }
}

/** `2025-11-14`: records carry days, so that rendering again a minute later changes nothing. */
export function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
