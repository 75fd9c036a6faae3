import type { Refusal } from "../core/claim.ts";
import type { LeaseAt } from "./lease-remote.ts";

/** Whoever holds a lease now, as people see it. */
export function holderOf(at: LeaseAt | undefined): string | null {
  const record = at?.record;
  if (record === null || record === undefined) return null;
  return record.session === null ? record.holder : `${record.holder} (${record.session})`;
}

/** Another holder has it; `untilMs` is how long this observer must still see it unmoved. */
export function heldBy(at: LeaseAt, untilMs: number): Refusal {
  if (at.record === null) {
    return {
      code: "held",
      holder: null,
      untilMs: null,
      next: `the ref holds ${at.oid.slice(0, 12)}, which is no claim record: look at it with git show and remove it by hand`,
    };
  }
  return { code: "held", holder: holderOf(at), untilMs, next: "take another task, or ask again then: a holder that still lives keeps it" };
}

export function alreadyLanded(at: LeaseAt): Refusal {
  return { code: "landed", holder: holderOf(at), untilMs: null, next: "take another task; signalbox retry reopens this one" };
}

/** The lease was ours and is not any more. */
export function lostTo(at: LeaseAt | undefined): Refusal {
  return {
    code: "lost",
    holder: at?.record?.state === "held" ? holderOf(at) : null,
    untilMs: null,
    next: "stop working on it; your commits stay where they are, and signalbox claim asks for the task again",
  };
}

/** What we hold is no held lease: it was given back or has landed. */
export const NOT_HOLDER: Refusal = {
  code: "not-holder",
  holder: null,
  untilMs: null,
  next: "claim it first: this claim was given back or has landed",
};

/** Nobody's lease is in the way, but the remote gave no clear answer; the same request continues where it stopped. */
export function busy(detail: string): Refusal {
  const lock = /Unable to create '([^']*\.lock)'/.exec(detail)?.[1];
  const blocked = /'(refs\/[^']*)' exists; cannot create/.exec(detail)?.[1];
  const next =
    lock !== undefined
      ? `the remote holds a ref lock (${lock.slice(-120)}): if no push is running there, remove that file; then ask again`
      : blocked !== undefined
        ? `the remote has a ref named ${blocked.slice(0, 120)} in the way: remove it, then ask again`
        : `the remote gave no clear answer (${detail.replace(/\s+/g, " ").slice(0, 200)}): ask again`;
  return { code: "busy", holder: null, untilMs: null, next };
}
