import type { Machine } from "./machine.ts";

/**
 * A session's life (DESIGN §4). Who moves it, and what a crash there means:
 *
 * claimed        claims: the claim ref is ours. Crash: resumed by its OID, or expires and is stolen.
 * preparing      workspaces: the private clone is being made. Crash: made again from its base.
 * working        agents: the agent runs. Crash: the agent is ended, the workspace kept, the work resumed in it.
 * submitted      coordinator: the final change is committed in the cache and journalled. Crash: nothing to redo.
 * gated          landing: the change's candidate is being tested. Crash: tested again, results cached by tree.
 * candidate      landing: the exact tree passed; the push is being tried. Crash: resolved by the journalled OIDs.
 * landed         landing: main holds the change, verification pending. Crash: verified again.
 * verified       verification passed (or none is configured); the records entry may be archived.
 * archived       records: the archive entry is on main. The end, unless a person rolls it back.
 *
 * waiting-input  a question is open for a person: the agent's own, or ours when tries or budget are used up. No agent
 *                runs; the answer is stored before it is taken up. Crash: question and answer are as stored.
 * rate-limited   the agent's program may not ask its model before a time, which is stored. No agent runs. Crash: it
 *                goes on at that time.
 * stalled        no sign of life: the agent died, or was ended because nothing moved; it is started again at a stored
 *                time. Crash: as for rate-limited.
 *                All three return to `working`, in the same workspace and, where the program can, the same conversation.
 * returned       the change came back with evidence (failed gate, conflict, stale base): back to `working`, or, when it
 *                came back too often, `waiting-input`.
 * done-by        acceptance already passes on main through another task's work. Terminal, a success.
 * failed         tries are used up; work is in salvage. Terminal.
 * aborted        a person or a lost claim ended it; work is in salvage. Terminal.
 * rejected       landing refused the change for good (it fails alone, again, and its base passes). Terminal.
 * rolled-back    landed, then reverted because verification failed; the task is open again. Terminal.
 */
export const SESSION_MACHINE = {
  claimed: ["preparing", "done-by", "aborted", "failed"],
  preparing: ["working", "aborted", "failed"],
  working: ["submitted", "waiting-input", "rate-limited", "stalled", "done-by", "aborted", "failed"],
  "waiting-input": ["working", "aborted", "failed"],
  "rate-limited": ["working", "aborted", "failed"],
  stalled: ["working", "aborted", "failed"],
  submitted: ["gated", "returned", "done-by", "aborted"],
  gated: ["candidate", "submitted", "returned", "rejected", "done-by", "aborted"],
  candidate: ["landed", "submitted", "returned", "aborted"],
  landed: ["verified", "rolled-back"],
  verified: ["archived", "rolled-back"],
  returned: ["working", "waiting-input", "rejected", "aborted", "failed", "done-by"],
  archived: ["rolled-back"],
  "done-by": [],
  failed: [],
  aborted: [],
  rejected: [],
  "rolled-back": [],
} as const satisfies Machine<string>;

export type SessionState = keyof typeof SESSION_MACHINE;
export const SESSION_STATES = Object.keys(SESSION_MACHINE) as readonly SessionState[];

/** States in which the session holds its claim and its path lease. */
export const HOLDING_STATES = [
  "claimed",
  "preparing",
  "working",
  "waiting-input",
  "rate-limited",
  "stalled",
  "submitted",
  "gated",
  "candidate",
  "returned",
] as const satisfies readonly SessionState[];

/** The guide's four phases, as people know them. */
export function phaseOf(state: SessionState): "Pre-flight" | "Implementation" | "Testing" | "Completion" | "Ended" {
  switch (state) {
    case "claimed":
    case "preparing":
      return "Pre-flight";
    case "working":
    case "waiting-input":
    case "rate-limited":
    case "stalled":
    case "returned":
      return "Implementation";
    case "submitted":
    case "gated":
    case "candidate":
      return "Testing";
    case "landed":
    case "verified":
    case "archived":
    case "done-by":
      return "Completion";
    default:
      return "Ended";
  }
}
